package dev.slicebench.cosmos.emulator;

import dev.slicebench.cosmos.wire.MasterKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

/** Whether a request is signed with the account's key. */
final class Authorization {

  private final MasterKey key;

  Authorization(MasterKey key) {
    this.key = key;
  }

  boolean isSigned(RestRequest call) {
    String date = call.optional("x-ms-date").orElse(call.header("date"));
    List<String> path = call.segments();
    if (path.size() == 6 && path.get(4).equals("operations")) {
      // What is done to a container is signed for it.
      path = path.subList(0, 4);
    }
    boolean feed = path.size() % 2 == 1;
    String type = path.isEmpty() ? "" : path.get(path.size() - (feed ? 1 : 2));
    List<String> link = feed ? path.subList(0, path.size() - 1) : path;
    byte[] given = decoded(call.header("authorization"));
    return isSigned(given, call.method(), type, String.join("/", link), date)
        // Who names a resource by its resource id signs that alone, in lower case.
        || (!link.isEmpty()
            && isSigned(
                given,
                call.method(),
                type,
                link.get(link.size() - 1).toLowerCase(Locale.ROOT),
                date));
  }

  private boolean isSigned(byte[] given, String method, String type, String link, String date) {
    byte[] right = key.token(method, type, link, date).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(right, given);
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
