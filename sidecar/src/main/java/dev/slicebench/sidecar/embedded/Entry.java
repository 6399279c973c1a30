package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** A stored document. */
final class Entry {

  private final String key;
  private final ByteString data;
  private final String etag;
  private final boolean firstWriteMark;
  private final boolean binary;
  private @Nullable JsonNode json;

  /**
   * @param firstWriteMark Redis: whether the key was ever written by itself with first-write
   * @param binary whether the component was given bytes, not JSON
   */
  Entry(String key, ByteString data, String etag, boolean firstWriteMark, boolean binary) {
    this.key = key;
    this.data = data;
    this.etag = etag;
    this.firstWriteMark = firstWriteMark;
    this.binary = binary;
  }

  String key() {
    return key;
  }

  ByteString data() {
    return data;
  }

  String etag() {
    return etag;
  }

  boolean firstWriteMark() {
    return firstWriteMark;
  }

  boolean binary() {
    return binary;
  }

  /**
   * Returns the data as JSON; missing where it is none. Parsed once: a benign race may do it twice.
   */
  JsonNode json() {
    JsonNode known = json;
    if (known == null) {
      known = parse();
      json = known;
    }
    return known;
  }

  private JsonNode parse() {
    try {
      return GoJson.parse(data);
    } catch (GoJson.InvalidJson e) {
      return MissingNode.getInstance();
    }
  }
}
