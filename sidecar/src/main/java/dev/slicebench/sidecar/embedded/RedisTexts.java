package dev.slicebench.sidecar.embedded;

/**
 * The words of Redis 6.2 when a script of the component's fails; it names a script by its SHA-1.
 */
final class RedisTexts {

  private static final String SET = "d908b9553add63a82e03589b5c6d01a7654ef0f2";
  private static final String DELETE = "2446db0de2c963f100727b388f03ead01d18c265";
  private static final String SET_JSON = "c5d8cabb8162d7f0980fe627a55d83f54c800e66";
  private static final String DELETE_JSON = "a158ecb7b5f4706cf797f7fc9e58b698645915b0";

  private RedisTexts() {}

  static String setRefused(String key) {
    return failed(SET, "@user_script:14: user_script:14: failed to set key " + key);
  }

  static String deleteRefused(String key) {
    return failed(DELETE, "@user_script:6: user_script:6: failed to delete " + key);
  }

  /** Returns the failure of a script for RedisJSON on a server without it. */
  static String noJson(ComponentOperation operation) {
    return failed(
        operation instanceof ComponentOperation.Upsert ? SET_JSON : DELETE_JSON,
        "@user_script:4: @user_script: 4: Unknown Redis command called from Lua script");
  }

  private static String failed(String script, String reason) {
    return "ERR Error running script (call to f_" + script + "): " + reason;
  }
}
