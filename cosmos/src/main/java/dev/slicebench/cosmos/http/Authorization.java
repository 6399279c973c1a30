package dev.slicebench.cosmos.http;

import dev.slicebench.cosmos.MasterKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Whether a request is signed with the account's key. */
final class Authorization {

  private final MasterKey key;

  Authorization(MasterKey key) {
    this.key = key;
  }

  boolean isSigned(Call call) {
    String date = call.optional("x-ms-date").orElse(call.header("date"));
    List<String> path = call.segments();
    boolean feed = path.size() % 2 == 1;
    String type = path.isEmpty() ? "" : path.get(path.size() - (feed ? 1 : 2));
    List<String> link = feed ? path.subList(0, path.size() - 1) : path;
    String expected = key.authorization(call.method(), type, String.join("/", link), date);
    return MessageDigest.isEqual(decoded(expected), decoded(call.header("authorization")));
  }

  /** SDKs differ in how they write the escapes. */
  private static byte[] decoded(String header) {
    try {
      // A signature is base64: a plus sign in it is one.
      return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8)
          .getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
