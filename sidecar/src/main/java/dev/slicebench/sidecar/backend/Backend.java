package dev.slicebench.sidecar.backend;

import dev.slicebench.cosmos.wire.MasterKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A store behind a sidecar. */
public sealed interface Backend {

  /** A backend that this project can start by itself. */
  enum BuiltIn implements Backend {
    /**
     * Memory of the embedded sidecar, which alone offers it: {@link #IN_MEMORY} with the Query API,
     * so that every mode can run where no database is at hand. No component of Dapr's is like it.
     */
    EMBEDDED_STRICT("strict"),
    /** Inside daprd. */
    IN_MEMORY("in-memory"),
    /** Inside daprd, on a file in a temporary folder. */
    SQLITE("sqlite"),
    /** A Redis server of our own. */
    REDIS("redis"),
    /** A PostgreSQL server of our own, component version v1. */
    POSTGRESQL_V1("postgresql-v1"),
    /** A PostgreSQL server of our own, component version v2. */
    POSTGRESQL("postgresql"),
    /** slicebench's own Cosmos DB emulator, in a process of its own. */
    COSMOSDB("cosmosdb");

    private final String label;

    BuiltIn(String label) {
      this.label = label;
    }

    /** Returns the name on the command line. */
    @Override
    public String label() {
      return label;
    }

    @Override
    public boolean isTemporary() {
      return true;
    }
  }

  /**
   * A component file of the user's; its type is whatever the file says.
   *
   * @param sockets the folder with the socket of a pluggable component; empty for daprd's own
   *     default
   */
  record ComponentFile(Path path, Optional<Path> sockets) implements Backend {

    /** By this variable daprd is told where the sockets of pluggable components are. */
    public static final String SOCKETS = "DAPR_COMPONENTS_SOCKETS_FOLDER";

    /** A component that daprd has built in. */
    public ComponentFile(Path path) {
      this(path, Optional.empty());
    }

    /** A component of either kind, where {@code environment} may name the folder of sockets. */
    public static ComponentFile in(Map<String, String> environment, Path path) {
      String folder = environment.getOrDefault(SOCKETS, "");
      return new ComponentFile(
          path, folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder)));
    }

    @Override
    public String label() {
      return String.valueOf(path.getFileName());
    }

    @Override
    public boolean isTemporary() {
      return false;
    }
  }

  /**
   * Any Cosmos DB: an account of the user's, or an emulator that somebody else runs. It is reached
   * through a tap. Without a container, a database of the sidecar's own is made for its time.
   *
   * @param key never shown
   * @param certificate a PEM file of what to trust beside the JVM's own authorities
   * @param container an existing one, partitioned by {@code /partitionKey}, which is never removed
   */
  record CosmosEndpoint(
      URI endpoint, MasterKey key, Optional<Path> certificate, Optional<CosmosContainer> container)
      implements Backend {
    @Override
    public String label() {
      return "cosmosdb at " + endpoint.getHost();
    }

    @Override
    public boolean isTemporary() {
      return container.isEmpty();
    }
  }

  /** A container by its names. */
  record CosmosContainer(String database, String container) {}

  /** Returns a short name, for headers and file names. */
  String label();

  /** Returns whether what is in it goes with the sidecar that stands on it. */
  boolean isTemporary();
}
