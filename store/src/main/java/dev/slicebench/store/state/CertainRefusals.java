package dev.slicebench.store.state;

import java.util.regex.Pattern;

/**
 * Refusals that daprd tells as INTERNAL, as it does conflicts and outages, and whose text proves
 * that the store looked at what it was given, and will never take it: nothing was stored.
 */
final class CertainRefusals {

  /**
   * What the stores' own clients end their errors with: PostgreSQL's classes "data exception" and
   * "program limit exceeded", MySQL's "data too long"; Cosmos DB's 400 and 413, alone and in a
   * transaction. Bound to their places, since a key may hold any text.
   */
  private static final Pattern TEXT =
      Pattern.compile(
          "ERROR: .* \\(SQLSTATE (?:22|54)[0-9A-Z]{3}\\)\\z"
              + "|Error 1406 \\(22001\\): Data too long for column '[^']*' at row \\d+\\z"
              + "|\\n-{20,}\\nRESPONSE (?:400|413): "
              + "|: transaction failed due to operation \\d+ which failed with status code"
              + " (?:400|413)\\z",
          Pattern.DOTALL);

  private CertainRefusals() {}

  /** Returns whether an error's text is that of such a refusal. */
  static boolean isOne(String text) {
    return TEXT.matcher(text).find();
  }
}
