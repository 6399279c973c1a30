package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.SidecarInfo.Component;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a fork needs to know of the run that it belongs to. It travels by system properties.
 *
 * @param grpcEndpoint the sidecar's gRPC API, as a URI
 * @param component the state store to measure
 * @param streamPrefix what every stream's name begins with
 * @param keyLogs the folder for logs of the keys written
 */
public record Target(String grpcEndpoint, Component component, String streamPrefix, Path keyLogs) {

  private static final String PREFIX = "slicebench.target.";

  /** As JVM arguments. */
  public List<String> jvmArguments() {
    return List.of(
        "-D" + PREFIX + "endpoint=" + grpcEndpoint,
        "-D" + PREFIX + "component=" + component.name(),
        "-D" + PREFIX + "type=" + component.type(),
        "-D" + PREFIX + "version=" + component.version(),
        "-D" + PREFIX + "capabilities=" + String.join(",", new TreeSet<>(component.capabilities())),
        "-D" + PREFIX + "streams=" + streamPrefix,
        "-D" + PREFIX + "keys=" + keyLogs);
  }

  /** From system properties; null where they name no target. */
  static @Nullable Target from(Properties properties) {
    if (properties.getProperty(PREFIX + "endpoint") == null) {
      return null;
    }
    String capabilities = properties.getProperty(PREFIX + "capabilities", "");
    return new Target(
        properties.getProperty(PREFIX + "endpoint", ""),
        new Component(
            properties.getProperty(PREFIX + "component", ""),
            properties.getProperty(PREFIX + "type", ""),
            properties.getProperty(PREFIX + "version", ""),
            capabilities.isEmpty() ? Set.of() : Set.of(capabilities.split(",", -1))),
        properties.getProperty(PREFIX + "streams", ""),
        Path.of(properties.getProperty(PREFIX + "keys", "")));
  }
}
