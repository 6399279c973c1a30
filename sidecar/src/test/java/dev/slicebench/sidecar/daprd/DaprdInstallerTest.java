package dev.slicebench.sidecar.daprd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slicebench.sidecar.KeptLog;
import dev.slicebench.sidecar.Scripts;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for Go is a shell script")
final class DaprdInstallerTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private final List<String> progress = new ArrayList<>();

  private Path install(String path) {
    Map<String, String> environment =
        Map.of("PATH", path, "XDG_CACHE_HOME", folder.resolve("cache").toString());
    return new DaprdInstaller(environment, progress::add).install();
  }

  /** A Go that writes down how it is called, and builds a script that answers as daprd. */
  private String go(String version, String built) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path go =
        Scripts.write(
            folder.resolve("bin").resolve("go"),
            "echo \"$PWD|$CGO_ENABLED|$*\" >> " + folder.resolve("calls"),
            "case $1 in",
            "version) echo 'go version " + version + " linux/amd64' ;;",
            "mod) echo '{\"Path\": \"github.com/dapr/dapr\", \"Dir\": \"" + sources + "\"}' ;;",
            "build)",
            "  while [ \"$1\" != -o ]; do shift; done",
            "  printf '#!/bin/sh\\n" + built + "\\n' > \"$2\"; chmod +x \"$2\" ;;",
            "esac");
    return go.getParent() + File.pathSeparator + "/bin" + File.pathSeparator + "/usr/bin";
  }

  private List<Path> installed() throws IOException {
    Path cache = folder.resolve("cache");
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void buildsInsideTheModulesOwnFolderAndStampsTheVersion() throws IOException {
    Path daprd = install(go("go1.26.8", "echo 1.18.1"));
    assertThat(daprd).isEqualTo(folder.resolve("cache/slicebench/daprd-1.18.1/daprd"));
    assertThat(Daprd.version(daprd)).isEqualTo("1.18.1");
    assertThat(installed()).containsExactly(daprd);
    assertThat(Files.readAllLines(folder.resolve("calls")))
        .hasSize(3)
        .element(1)
        .asString()
        .endsWith("|0|mod download -json github.com/dapr/dapr@v1.18.1");
    assertThat(Files.readAllLines(folder.resolve("calls")).get(2))
        .startsWith(folder.resolve("sources").toRealPath() + "|0|build -v -trimpath -tags")
        .contains(
            " -tags stablecomponents -ldflags -s -w -X"
                + " github.com/dapr/dapr/pkg/buildinfo.version=1.18.1 -o ")
        .endsWith(" ./cmd/daprd");
    assertThat(progress).first().asString().startsWith("Building daprd 1.18.1 with ");
    assertThat(progress).last().isEqualTo("daprd 1.18.1 is ready: " + daprd);
  }

  @Test
  void doesNothingWhereItIsThere() throws IOException {
    Path daprd = install(go("go1.26.8", "echo 1.18.1"));
    Files.delete(folder.resolve("calls"));
    progress.clear();
    assertThat(install("")).isEqualTo(daprd);
    assertThat(folder.resolve("calls")).doesNotExist();
    assertThat(progress).containsExactly("daprd 1.18.1 is already there: " + daprd);
  }

  @Test
  void saysThatGoIsMissing() throws IOException {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> install(folder.toString()))
        .withMessage(
            "Building daprd needs Go 1.26 or newer, and there is no 'go' on the PATH: install Go,"
                + " or set DAPRD to a daprd binary");
    assertThat(installed()).isEmpty();
  }

  @Test
  void saysThatGoIsTooOld() throws IOException {
    String path = go("go1.22.1", "echo 1.18.1");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> install(path))
        .withMessageContaining("needs Go 1.26 or newer")
        .withMessageContaining("go1.22.1")
        .withMessageEndingWith("update Go");
    assertThat(installed()).isEmpty();
  }

  @Test
  void leavesNothingInTheCacheWhereTheBuildFails() throws IOException {
    Path go =
        Scripts.write(
            folder.resolve("bin").resolve("go"),
            "case $1 in",
            "version) echo 'go version go1.27.0 linux/amd64' ;;",
            "*) echo 'first' >&2; echo 'no space left on device' >&2; exit 1 ;;",
            "esac");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> install(String.valueOf(go.getParent())))
        .withMessageContaining("mod' failed: no space left on device (log: ")
        .satisfies(
            e -> {
              Path log = KeptLog.of(String.valueOf(e.getMessage()));
              assertThat(log).hasContent("first\nno space left on device");
              Files.delete(log);
            });
    assertThat(installed()).isEmpty();
  }

  @Test
  void refusesABinaryThatIsNotWhatWasAskedFor() throws IOException {
    String path = go("go1.26.8", "echo edge");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> install(path))
        .withMessageContaining("says it is 'edge', not 1.18.1");
    assertThat(installed()).isEmpty();
  }
}
