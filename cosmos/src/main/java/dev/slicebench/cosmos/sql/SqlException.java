package dev.slicebench.cosmos.sql;

/** A query that is wrong, or that the emulator does not know; the message says what and where. */
public final class SqlException extends RuntimeException {

  private SqlException(String message) {
    super(message);
  }

  static SqlException wrong(String problem, int position) {
    return new SqlException("Syntax error near character " + (position + 1) + ": " + problem);
  }

  static SqlException unknown(String feature, int position) {
    return new SqlException(
        "slicebench's Cosmos DB emulator does not know "
            + feature
            + " (near character "
            + (position + 1)
            + " of the query)");
  }
}
