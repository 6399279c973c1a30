package dev.slicebench.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
final class SidecarsTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @Test
  void offersNameEverySidecarOnceAndWhyNot() {
    List<Sidecars.Offer> offers =
        Sidecars.offers(null, Map.of("HOME", folder.toString(), "PATH", ""));
    assertThat(offers).hasSize(16).doesNotHaveDuplicates();
    assertThat(offers)
        .filteredOn(offer -> offer.kind() == SidecarKind.EMBEDDED)
        .hasSize(7)
        .allMatch(offer -> offer.problem().isEmpty());
    assertThat(offers)
        .filteredOn(offer -> offer.kind() == SidecarKind.NATIVE)
        .hasSize(6)
        .allMatch(
            offer -> offer.problem().orElse("").contains("run './slicebench sidecar install'"));
  }

  @Test
  void offersOfANativeSidecarNeedADaprd() throws IOException {
    List<Sidecars.Offer> offers =
        Sidecars.offers(
            Scripts.write(folder.resolve("daprd"), "echo 1.18.1").toString(),
            Map.of("HOME", folder.toString(), "PATH", ""));
    assertThat(offers)
        .filteredOn(offer -> offer.backend() == Backend.BuiltIn.SQLITE)
        .allMatch(offer -> offer.problem().isEmpty());
  }
}
