package dev.slicebench.cosmos.sql;

/** A query that is wrong, or that the emulator does not know; the message says what and where. */
public final class SqlException extends RuntimeException {

  private final boolean unknown;

  private SqlException(String message, boolean unknown) {
    super(message);
    this.unknown = unknown;
  }

  static SqlException wrong(String problem, int position) {
    return new SqlException(
        "Syntax error near character " + (position + 1) + ": " + problem, false);
  }

  /** A query that can be read, and that the service refuses for what it asks. */
  static SqlException refused(String problem) {
    return new SqlException(problem, false);
  }

  static SqlException unknown(String feature, int position) {
    return new SqlException(
        "slicebench's Cosmos DB emulator does not know "
            + feature
            + " (near character "
            + (position + 1)
            + " of the query)",
        true);
  }

  /** Returns whether the service would answer the query, and only the emulator does not. */
  public boolean isUnknown() {
    return unknown;
  }
}
