package dev.slicebench.sidecar.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The {@code docker-compose.yml} that comes with slicebench, as far as it is needed to start single
 * services of it.
 */
final class ComposeFile {

  /** Where the build puts the file, and what it mounts. */
  private static final String FOLDER = "/dev/slicebench/sidecar/docker/";

  private static final String NETWORK_OF = "service:";

  private final JsonNode services;

  private ComposeFile(JsonNode services) {
    this.services = services;
  }

  /**
   * A service.
   *
   * @param command instead of the image's own, if not empty
   * @param ports that it publishes, as they are in the container
   * @param networkOf the service in whose network it is; empty for a network of its own
   * @param setup services that must have done their work before it starts
   * @param mounts by their absolute paths in the container: folders beside the compose file, which
   *     begin with {@code ./}, and names of volumes
   * @param healthCheck the command that tells whether it is ready; empty for none
   */
  record Service(
      String image,
      List<String> command,
      Map<String, String> environment,
      List<Integer> ports,
      Optional<String> networkOf,
      List<String> setup,
      Map<String, String> mounts,
      List<String> healthCheck) {}

  static ComposeFile bundled() {
    try (InputStream in = ComposeFile.class.getResourceAsStream(FOLDER + "docker-compose.yml")) {
      // Jackson's own parser does not merge what the services share.
      Object file = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return new ComposeFile(new ObjectMapper().valueToTree(file).path("services"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the classpath's resource for a path that begins with {@code ./}. */
  static String resource(String path) {
    return FOLDER + path.substring("./".length());
  }

  Service service(String name) {
    JsonNode service = services.path(name);
    Map<String, String> environment = new LinkedHashMap<>();
    service
        .path("environment")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    Map<String, String> mounts = new LinkedHashMap<>();
    for (String mount : texts(service.path("volumes"))) {
      String[] parts = mount.split(":", -1);
      mounts.put(parts[1], parts[0]);
    }
    List<String> setup = new ArrayList<>();
    service
        .path("depends_on")
        .properties()
        .forEach(
            other -> {
              String condition = other.getValue().path("condition").asText();
              if (condition.equals("service_completed_successfully")) {
                setup.add(other.getKey());
              }
            });
    return new Service(
        service.path("image").asText(),
        texts(service.path("command")),
        environment,
        texts(service.path("ports")).stream()
            .map(port -> Integer.valueOf(port.substring(port.lastIndexOf(':') + 1)))
            .toList(),
        Optional.of(service.path("network_mode").asText())
            .filter(mode -> mode.startsWith(NETWORK_OF))
            .map(mode -> mode.substring(NETWORK_OF.length())),
        setup,
        mounts,
        texts(service.path("healthcheck").path("test")));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
