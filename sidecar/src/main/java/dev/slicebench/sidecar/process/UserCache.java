package dev.slicebench.sidecar.process;

import dev.slicebench.sidecar.daprd.Daprd;
import java.nio.file.Path;
import java.util.Map;

/** Where slicebench keeps what is costly to make again. */
public final class UserCache {

  private UserCache() {}

  /** The user's folder for it, which need not exist yet. */
  public static Path folder(Map<String, String> environment) {
    String variable = Daprd.windows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    String value = environment.get(variable);
    Path base =
        value == null || value.isBlank() ? home(environment).resolve(".cache") : Path.of(value);
    return base.resolve("slicebench");
  }

  /** The user's home folder. */
  public static Path home(Map<String, String> environment) {
    String home = environment.get("HOME");
    return Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home);
  }
}
