package dev.slicebench.sidecar.daprd;

import dev.slicebench.sidecar.process.Platform;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.process.UserCache;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the daprd binary of this machine. */
public final class Daprd {

  /** The system property that names the binary. */
  public static final String PROPERTY = "slicebench.daprd";

  /** The environment variable that names the binary. */
  static final String VARIABLE = "DAPRD";

  private static final String VERSION = "1.18.1";

  /** How a daprd says its version. */
  private static final Pattern SAYS = Pattern.compile("edge|v?\\d+\\.\\d+\\.\\d+[-+.\\w]*");

  private static final int MOST_ANSWER_BYTES = 4096;

  private Daprd() {}

  /**
   * Returns the binary to use: what the property or the variable names, else the first of the
   * search path, Dapr's own folder, and what the installer has put into the cache.
   *
   * @throws SidecarException if there is none, or the one that is named is no executable file
   */
  public static Path find(@Nullable String property, Map<String, String> environment) {
    if (property != null && isNamed(property)) {
      return named("-D" + PROPERTY, property);
    }
    String variable = environment.get(VARIABLE);
    if (variable != null && isNamed(variable)) {
      return named(VARIABLE, variable);
    }
    List<Path> candidates = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isBlank()) {
        candidates.add(Path.of(folder, fileName()));
      }
    }
    candidates.add(UserCache.home(environment).resolve(".dapr").resolve("bin").resolve(fileName()));
    candidates.add(cached(environment));
    return candidates.stream()
        .filter(Daprd::executable)
        .findFirst()
        .orElseThrow(
            () ->
                new SidecarException(
                    "No daprd here: run './slicebench sidecar install' (it needs Go 1.26), or set "
                        + VARIABLE
                        + " to a daprd binary",
                    null));
  }

  private static Path named(String by, String value) {
    Path path = Path.of(value);
    if (!executable(path)) {
      throw new SidecarException(
          by + " names " + value + ", which is no executable file: correct or unset it", null);
    }
    return path;
  }

  private static boolean executable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  /** Returns where the installer puts the binary. */
  static Path cached(Map<String, String> environment) {
    return installation(environment).resolve(fileName());
  }

  /** Returns the installer's folder for this release. */
  static Path installation(Map<String, String> environment) {
    return UserCache.folder(environment).resolve("daprd-" + VERSION);
  }

  static String fileName() {
    return Platform.isWindows() ? "daprd.exe" : "daprd";
  }

  /** Returns what the binary says its version is; {@code edge} if it was built without one. */
  public static String version(Path daprd) {
    try {
      Process process =
          new ProcessBuilder(daprd.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("no answer to --version within 10 s");
      }
      String answer =
          new String(process.getInputStream().readNBytes(MOST_ANSWER_BYTES), StandardCharsets.UTF_8)
              .strip();
      String first = answer.lines().findFirst().orElse("no answer");
      if (process.exitValue() != 0) {
        throw new IOException(first);
      }
      if (!SAYS.matcher(answer).matches()) {
        throw new IOException("to --version it says '" + first + "'");
      }
      return answer;
    } catch (IOException e) {
      throw new SidecarException(
          daprd
              + " does not run as daprd ("
              + e.getMessage()
              + "): set "
              + VARIABLE
              + " to one that does",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SidecarException("Interrupted while asking " + daprd + " for its version", e);
    }
  }

  /**
   * Returns the release that this project builds and whose behaviour its embedded sidecar mimics.
   */
  public static String release() {
    return VERSION;
  }

  /**
   * As {@link #find(String, Map)}; empty where there is none and none is named.
   *
   * @throws SidecarException if the one that is named is no executable file
   */
  public static Optional<Path> look(@Nullable String property, Map<String, String> environment) {
    try {
      return Optional.of(find(property, environment));
    } catch (SidecarException e) {
      if (isNamed(property) || isNamed(environment.get(VARIABLE))) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static boolean isNamed(@Nullable String daprd) {
    return daprd != null && !daprd.isBlank();
  }
}
