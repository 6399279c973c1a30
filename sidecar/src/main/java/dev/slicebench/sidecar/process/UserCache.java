package dev.slicebench.sidecar.process;

import java.nio.file.Path;
import java.util.Map;

/** Where slicebench keeps what is costly to make again. */
public final class UserCache {

  private UserCache() {}

  /** Returns the user's folder for it, which need not exist yet. */
  public static Path folder(Map<String, String> environment) {
    String variable = Platform.isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    String value = environment.get(variable);
    Path base =
        value == null || value.isBlank() ? home(environment).resolve(".cache") : Path.of(value);
    return base.resolve("slicebench");
  }

  /** Returns the user's home folder. */
  public static Path home(Map<String, String> environment) {
    String home = environment.get("HOME");
    return Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home);
  }
}
