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
  }

  private static SidecarInfo info(String backend) {
    return new SidecarInfo(
        SidecarKind.NATIVE,
        "1.18.1",
        "app",
        new Component("mine", "state.postgresql", "v2", Set.of()),
        backend,
        "daprd");
  }
}
