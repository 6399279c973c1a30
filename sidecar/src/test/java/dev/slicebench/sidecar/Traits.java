package dev.slicebench.sidecar;

import dev.slicebench.sidecar.backend.Backend.BuiltIn;

/** In what the components differ; the contract is the same for the rest. */
record Traits(BuiltIn backend) {

  boolean redis() {
    return backend == BuiltIn.REDIS;
  }

  boolean memory() {
    return backend == BuiltIn.IN_MEMORY || backend == BuiltIn.EMBEDDED_STRICT;
  }

  boolean sqlite() {
    return backend == BuiltIn.SQLITE;
  }

  boolean postgresql() {
    return backend == BuiltIn.POSTGRESQL || backend == BuiltIn.POSTGRESQL_V1;
  }

  boolean postgresqlV1() {
    return backend == BuiltIn.POSTGRESQL_V1;
  }

  boolean strict() {
    return backend == BuiltIn.EMBEDDED_STRICT;
  }

  /** Whether a query gets as far as being read. */
  boolean parsesQueries() {
    return strict() || redis() || postgresqlV1();
  }

  /** Whether a transaction that is refused leaves nothing behind. */
  boolean rollsBack() {
    return !redis();
  }

  String type() {
    return switch (backend) {
      case EMBEDDED_STRICT -> "state.slicebench-strict";
      case IN_MEMORY -> "state.in-memory";
      case SQLITE -> "state.sqlite";
      case REDIS -> "state.redis";
      case POSTGRESQL, POSTGRESQL_V1 -> "state.postgresql";
      case COSMOSDB -> "state.azure.cosmosdb";
    };
  }

  String version() {
    return backend == BuiltIn.POSTGRESQL ? "v2" : "v1";
  }

  /** An etag of the right form that is nobody's. */
  String otherEtag() {
    return redis() || postgresqlV1() ? "4000000000" : "6a1d42e0-32f0-4d3c-a1b0-4c6a4c1e9f00";
  }

  /**
   * What the component says of a key that a create-only write found taken; a regular expression.
   */
  String createRefused(String storedKey) {
    if (memory()) {
      return MISMATCH + ": item already exists and no etag was passed";
    }
    if (sqlite()) {
      return MISMATCH;
    }
    return redis()
        ? "failed to set key " + storedKey + ": " + setScript(storedKey)
        : "no item was updated";
  }

  /** What the component says of an etag that is not the current one; a regular expression. */
  String etagRefused(String storedKey, boolean inTransaction) {
    if (memory()) {
      return MISMATCH
          + ": state etag not match for key="
          + storedKey
          + ": current=[0-9a-f-]{36}, expect="
          + otherEtag();
    }
    if (redis()) {
      return (inTransaction ? "" : MISMATCH + ": ") + setScript(storedKey);
    }
    return MISMATCH;
  }

  String deleteRefused(String storedKey, boolean inTransaction) {
    return redis()
        ? (inTransaction ? "" : MISMATCH + ": ")
            + "ERR Error running script \\(call to f_2446db0de2c963f100727b388f03ead01d18c265\\):"
            + " @user_script:6: user_script:6: failed to delete "
            + storedKey
        : etagRefused(storedKey, inTransaction);
  }

  String etagOfMissingRefused(String storedKey) {
    return memory() ? MISMATCH + ": state not exist or expired for key=" + storedKey : MISMATCH;
  }

  private static String setScript(String storedKey) {
    return "ERR Error running script \\(call to f_d908b9553add63a82e03589b5c6d01a7654ef0f2\\):"
        + " @user_script:14: user_script:14: failed to set key "
        + storedKey;
  }

  static final String MISMATCH = "possible etag mismatch\\. error from state store";
}
