package dev.slicebench.sidecar.embedded;

/** What Redis 6.2 says when a script of the component's fails. */
final class RedisTexts {

  private RedisTexts() {}

  static String setRefused(String key) {
    return scriptError("SET", 14, "failed to set key " + key);
  }

  static String deleteRefused(String key) {
    return scriptError("DEL", 6, "failed to delete " + key);
  }

  static String unknownCommand(Operation operation) {
    return operation instanceof Operation.Upsert ? "JSON SET" : "JSON DEL";
  }

  private static String scriptError(String sha, int line, String text) {
    return "ERR Error running script (call to f_"
        + sha
        + "): @user_script:"
        + line
        + ": user_script:"
        + line
        + ": "
        + text;
  }
}
