package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.cli.SidecarChoice.Surroundings;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.backend.Backend.ComponentFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidecarChoiceTest {

  private static final Surroundings BARE = new Surroundings(false, false);
  private static final Surroundings DAPRD = new Surroundings(false, true);
  private static final Surroundings EVERYTHING = new Surroundings(true, true);

  @Test
  void theBestThatTheMachineOffers() {
    assertThat(choose(EVERYTHING)).isEqualTo(new SidecarChoice(SidecarKind.ATTACHED, List.of()));
    assertThat(choose(DAPRD))
        .isEqualTo(new SidecarChoice(SidecarKind.NATIVE, List.of(BuiltIn.POSTGRESQL)));
    assertThat(choose(BARE))
        .isEqualTo(new SidecarChoice(SidecarKind.EMBEDDED, List.of(BuiltIn.COSMOSDB)));
  }

  @Test
  void aNamedBackendIsNotTheAttachedSidecars() {
    assertThat(choose(EVERYTHING, BuiltIn.REDIS, BuiltIn.SQLITE))
        .isEqualTo(new SidecarChoice(SidecarKind.NATIVE, List.of(BuiltIn.REDIS, BuiltIn.SQLITE)));
    assertThat(choose(BARE, BuiltIn.REDIS).kind()).isEqualTo(SidecarKind.EMBEDDED);
  }

  @Test
  void theEmbeddedSidecarIsAStandInUnlessItWasWished() {
    Optional<SidecarKind> embedded = Optional.of(SidecarKind.EMBEDDED);

    assertThat(choose(BARE, BuiltIn.REDIS).isStandIn(Optional.empty())).isTrue();
    assertThat(choose(DAPRD, BuiltIn.REDIS).isStandIn(Optional.empty())).isFalse();
    assertThat(SidecarChoice.of(embedded, List.of(BuiltIn.REDIS), DAPRD).isStandIn(embedded))
        .isFalse();
  }

  @Test
  void aComponentFileNeedsADaprd() {
    assertThat(choose(BARE, new ComponentFile(Path.of("mine.yaml"))).kind())
        .isEqualTo(SidecarKind.NATIVE);
  }

  @Test
  void whatWasAskedForCounts() {
    assertThat(
            SidecarChoice.of(Optional.of(SidecarKind.EMBEDDED), List.of(BuiltIn.REDIS), EVERYTHING))
        .isEqualTo(new SidecarChoice(SidecarKind.EMBEDDED, List.of(BuiltIn.REDIS)));
  }

  @Test
  void anAttachedSidecarHasItsOwnStore() {
    Optional<SidecarKind> attached = Optional.of(SidecarKind.ATTACHED);
    List<Backend> redis = List.of(BuiltIn.REDIS);

    assertThatThrownBy(() -> SidecarChoice.of(attached, redis, EVERYTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--sidecar native");
  }

  private static SidecarChoice choose(Surroundings here, Backend... backends) {
    return SidecarChoice.of(Optional.empty(), List.of(backends), here);
  }
}
