package dev.slicebench.sidecar;

import java.nio.file.Path;

/** What stands behind a sidecar's state store. */
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
    POSTGRESQL("postgresql");

    private final String label;

    BuiltIn(String label) {
      this.label = label;
    }

    /** The name on the command line. */
    @Override
    public String label() {
      return label;
    }
  }

  /** A component file of the user's; its type is whatever the file says. */
  record ComponentFile(Path path) implements Backend {
    @Override
    public String label() {
      return String.valueOf(path.getFileName());
    }
  }

  /** A short name, for headers and file names. */
  String label();
}
