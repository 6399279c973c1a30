package dev.slicebench.sidecar.backend;

import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.proxy.LinkProxies;
import java.util.Optional;

/**
 * The server behind a component that this project writes itself.
 *
 * @param componentYaml the component file for daprd
 * @param description name and version, as the server itself tells
 * @param meter where there is a Cosmos DB
 * @param process where it keeps its data when it is killed
 * @param expiry why its documents expire, in words; empty where they do not
 */
public record BackendServer(
    String componentYaml,
    String description,
    Optional<CosmosMeter> meter,
    Optional<Restartable> process,
    Optional<String> expiry) {

  BackendServer(
      String componentYaml,
      String description,
      Optional<CosmosMeter> meter,
      Optional<Restartable> process) {
    this(componentYaml, description, meter, process, Optional.empty());
  }

  BackendServer(String componentYaml, String description) {
    this(componentYaml, description, Optional.empty(), Optional.empty());
  }

  private static final String COMPONENT =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: %s
      spec:
        type: %s
        version: %s
        metadata:
      """;

  /** The name of the component that this project writes. */
  static final String NAME = "statestore";

  /**
   * Starts what {@code backend} needs, to be reached by {@code links}; it ends with {@code scope}.
   *
   * @throws SidecarException if it does not start
   */
  public static BackendServer start(
      Backend.BuiltIn backend, ProcessScope scope, LinkProxies links) {
    return switch (backend) {
      case IN_MEMORY -> new BackendServer(yaml("state.in-memory", "v1"), "memory of daprd");
      case SQLITE ->
          new BackendServer(
              yaml(
                  "state.sqlite",
                  "v1",
                  "connectionString",
                  scope.folder().resolve("state.db").toString().replace('\\', '/')),
              "SQLite inside daprd");
      case REDIS -> {
        RedisServer redis = RedisServer.start(scope, links.breakable());
        yield new BackendServer(
            yaml(
                "state.redis",
                "v1",
                "redisHost",
                Ports.text(links.toStore(redis.address())),
                "redisPassword",
                ""),
            "Redis "
                + redis.version()
                + (links.breakable()
                    ? ", every command on disk before its answer"
                    : ", no persistence"),
            Optional.empty(),
            Optional.of(redis.process()).filter(process -> links.breakable()));
      }
      case POSTGRESQL_V1 -> postgresql("v1", scope, links);
      case POSTGRESQL -> postgresql("v2", scope, links);
      case COSMOSDB -> CosmosServer.emulator(scope, links);
      case EMBEDDED_STRICT ->
          throw new SidecarException(
              "'strict' exists in the embedded sidecar only: choose --sidecar embedded or another backend",
              null);
    };
  }

  /**
   * Returns why the server of {@code backend} cannot run on this machine, as far as can be told
   * without starting it.
   */
  public static Optional<String> problem(Backend.BuiltIn backend) {
    return switch (backend) {
      case REDIS -> RedisServer.problem();
      case POSTGRESQL, POSTGRESQL_V1 -> PostgresServer.problem();
      default -> Optional.empty();
    };
  }

  private static BackendServer postgresql(String version, ProcessScope scope, LinkProxies links) {
    PostgresServer server = PostgresServer.start(scope);
    return new BackendServer(
        yaml(
            "state.postgresql",
            version,
            "connectionString",
            PostgresServer.connectionString(links.toStore(server.address()))),
        "PostgreSQL " + server.version(),
        Optional.empty(),
        Optional.of(server.process()));
  }

  /** Returns the component file; metadata as names and values in turn. */
  public static String yaml(String type, String version, String... metadata) {
    StringBuilder yaml = new StringBuilder(COMPONENT.formatted(NAME, type, version));
    for (int i = 0; i < metadata.length; i += 2) {
      yaml.append("  - name: ").append(metadata[i]).append('\n');
      yaml.append("    value: \"").append(metadata[i + 1]).append("\"\n");
    }
    return yaml.toString();
  }
}
