package dev.slicebench.cosmos.tap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The answer of an account to {@code GET /}. */
final class AccountDocument {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AccountDocument() {}

  /**
   * Returns the document with every region at one address; as it is where it is no account
   * document.
   */
  static byte[] readdressed(byte[] document, String address) {
    try {
      JsonNode account = MAPPER.readTree(document);
      for (String regions : new String[] {"writableLocations", "readableLocations"}) {
        for (JsonNode region : account.path(regions)) {
          ((ObjectNode) region).put("databaseAccountEndpoint", address);
        }
      }
      return account.isObject() ? MAPPER.writeValueAsBytes(account) : document;
    } catch (IOException e) {
      return document;
    }
  }
}
