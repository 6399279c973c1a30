package dev.slicebench.cosmos.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An account's key, which signs requests. (Microsoft Learn: "Access control on Azure Cosmos DB
 * resources".)
 */
public final class MasterKey {

  private static final String ALGORITHM = "HmacSHA256";

  /** The key that every Cosmos DB emulator has, and that is no secret. */
  public static final MasterKey WELL_KNOWN =
      of(
          "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==");

  private final String text;

  /** Never used itself: looking one up, and giving it the key, takes longer than what it does. */
  private final Mac prototype;

  private MasterKey(String text, Mac prototype) {
    this.text = text;
    this.prototype = prototype;
  }

  /**
   * Reads a key as the portal shows it.
   *
   * @throws IllegalArgumentException if it is not base64; the message does not repeat it
   */
  public static MasterKey of(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw notAKey();
    }
    if (bytes.length == 0) {
      throw notAKey();
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes, ALGORITHM));
      return new MasterKey(base64.strip(), mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static IllegalArgumentException notAKey() {
    return new IllegalArgumentException(
        "this is no Cosmos DB key: copy the account's primary key, which is base64");
  }

  /**
   * Returns the {@code authorization} header of a request.
   *
   * @param resourceType such as {@code docs}; empty for the account
   * @param resourceLink such as {@code dbs/d/colls/c}; empty for the account
   * @param date the value of {@code x-ms-date}
   */
  public String authorization(
      String method, String resourceType, String resourceLink, String date) {
    return URLEncoder.encode(
        token(method, resourceType, resourceLink, date), StandardCharsets.UTF_8);
  }

  /** Returns what {@link #authorization} is before it is escaped for a header. */
  public String token(String method, String resourceType, String resourceLink, String date) {
    String toSign =
        method.toLowerCase(Locale.ROOT)
            + '\n'
            + resourceType.toLowerCase(Locale.ROOT)
            + '\n'
            + resourceLink
            + '\n'
            + date.toLowerCase(Locale.ROOT)
            + "\n\n";
    byte[] signature = mac().doFinal(toSign.getBytes(StandardCharsets.UTF_8));
    return "type=master&ver=1.0&sig=" + Base64.getEncoder().encodeToString(signature);
  }

  private Mac mac() {
    try {
      return (Mac) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the " + ALGORITHM + " of every Java can be cloned", e);
    }
  }

  /** Returns the key itself, for a component file; never to be printed or logged. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "MasterKey[hidden]";
  }
}
