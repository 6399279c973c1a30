package dev.slicebench.sidecar.daprd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slicebench.sidecar.Scripts;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell scripts")
final class DaprdTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private Path binary(String name) throws IOException {
    return Scripts.write(folder.resolve(name).resolve("daprd"), "echo 1.18.1");
  }

  private Map<String, String> environment(String... more) {
    Map<String, String> environment =
        new HashMap<>(Map.of("HOME", folder.resolve("home").toString(), "PATH", ""));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  @Test
  void theOptionGoesBeforeTheVariableBeforeThePathBeforeDaprsFolderBeforeTheCache()
      throws IOException {
    Path option = binary("option");
    Path variable = binary("variable");
    Path path = binary("path");
    Path dapr = binary("home/.dapr/bin");
    Path cache = binary("home/.cache/slicebench/daprd-1.18.1");
    Map<String, String> all =
        environment(
            "DAPRD",
            variable.toString(),
            "PATH",
            folder.resolve("nothing") + File.pathSeparator + path.getParent());
    assertThat(Daprd.find(option.toString(), all)).isEqualTo(option);
    assertThat(Daprd.find(null, all)).isEqualTo(variable);
    assertThat(Daprd.find(null, environment("PATH", String.valueOf(path.getParent()))))
        .isEqualTo(path);
    assertThat(Daprd.find(null, environment())).isEqualTo(dapr);
    Files.delete(dapr);
    assertThat(Daprd.find(null, environment())).isEqualTo(cache);
    assertThat(Daprd.find(null, environment("XDG_CACHE_HOME", folder + "/home/.cache")))
        .isEqualTo(cache);
  }

  @Test
  void noneIsAnErrorThatNamesTheFix() {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Daprd.find(null, environment()))
        .withMessage(
            "No daprd here: run './slicebench sidecar install' (it needs Go 1.26), or set DAPRD to"
                + " a daprd binary");
  }

  @Test
  void oneThatIsNamedMustBeThere() {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Daprd.find(null, environment("DAPRD", "/no/daprd")))
        .withMessage("DAPRD names /no/daprd, which is no executable file: correct or unset it");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Daprd.find("/no/daprd", environment()))
        .withMessageStartingWith("-Dslicebench.daprd names /no/daprd");
  }

  /** Issue 14: the embedded sidecar took its place without a word. */
  @Test
  void nothingTakesThePlaceOfOneThatIsNamedAndNotThere() {
    assertThat(Daprd.look(null, environment())).isEmpty();
    assertThat(Daprd.look(" ", environment("DAPRD", ""))).isEmpty();
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Daprd.look(null, environment("DAPRD", "/no/daprd")))
        .withMessageStartingWith("DAPRD names /no/daprd");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Daprd.look("/no/daprd", environment()))
        .withMessageStartingWith("-Dslicebench.daprd names /no/daprd");
  }

  @Test
  void oneThatDoesNotRunIsNamed() throws IOException {
    Path broken = Scripts.write(folder.resolve("daprd"), "echo broken; exit 3");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Daprd.version(broken))
        .withMessage(broken + " does not run as daprd (broken): set DAPRD to one that does");
  }

  @Test
  void aProgramThatIsNoDaprdIsNamed() throws IOException {
    Path ls = Scripts.write(folder.resolve("daprd"), "echo 'ls (GNU coreutils) 9.1'; echo more");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Daprd.version(ls))
        .withMessage(
            ls
                + " does not run as daprd (to --version it says 'ls (GNU coreutils) 9.1'): set DAPRD to"
                + " one that does");
  }

  @Test
  void oneBuiltWithoutItsVersionIsADaprd() throws IOException {
    assertThat(Daprd.version(Scripts.write(folder.resolve("daprd"), "echo edge")))
        .isEqualTo("edge");
  }
}
