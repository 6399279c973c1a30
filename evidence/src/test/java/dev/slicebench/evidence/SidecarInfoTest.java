package dev.slicebench.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.SidecarInfo.Component;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of one store takes no other store's place. */
class SidecarInfoTest {

  @Test
  void storesOfTwoComponentFilesAndOneOfSlicebenchsOwnHaveNamesOfTheirOwn() {
    assertThat(info("PostgreSQL 18.6").label()).isEqualTo("postgresql-v2");
    assertThat(info("state.postgresql v2 of prod.yaml").label())
        .isEqualTo("postgresql-v2-prod.yaml");
    assertThat(info("state.postgresql v2 of my test.yaml").label())
        .isEqualTo("postgresql-v2-my-test.yaml");
    SidecarInfo one = info("state.postgresql v2 of prod.yaml (0a1b2c)");
    assertThat(one.label()).isEqualTo("postgresql-v2-prod.yaml-0a1b2c");
    assertThat(one.componentFile()).hasValue("prod.yaml");
    assertThat(one.store()).isNotEqualTo(info("state.postgresql v2 of prod.yaml (0a1b2d)").store());
  }

  @Test
  void aCosmosDbThatItsUserNamedIsNotSlicebenchsOwn() {
    assertThat(info("slicebench's own Cosmos DB emulator (not Azure)").cosmosHost()).isEmpty();
    SidecarInfo account = info(SidecarInfo.AZURE + "mine.documents.azure.com");
    assertThat(account.cosmosHost()).hasValue("mine.documents.azure.com");
    assertThat(account.label()).isEqualTo("postgresql-v2-mine.documents.azure.com");
    assertThat(info(SidecarInfo.EMULATOR + "127.0.0.1").label())
        .isEqualTo("postgresql-v2-127.0.0.1");
  }

  @Test
  void storesOfAnAttachedSidecarAreNamedForTheirComponents() {
    SidecarInfo attached =
        info(SidecarKind.ATTACHED, "state.postgresql v2, component 'statestore' of app 'es-test'");
    assertThat(attached.label()).isEqualTo("attached-postgresql-v2-mine");
    assertThat(attached.componentFile()).isEmpty();
  }

  private static SidecarInfo info(String backend) {
    return info(SidecarKind.NATIVE, backend);
  }

  private static SidecarInfo info(SidecarKind kind, String backend) {
    return new SidecarInfo(
        kind,
        "1.18.1",
        "app",
        new Component("mine", "state.postgresql", "v2", Set.of()),
        backend,
        "daprd");
  }
}
