package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * A range of hashed partition keys, in which an SDK looks for the beginning of a hierarchical one.
 * The service hashes each value by itself, and so do the SDKs. (What the Java SDK's {@code
 * PartitionKeyInternalHelper} computes for keys of version 2.)
 *
 * @param min the first hash in it
 * @param max the first hash beyond it
 */
public record HashRange(String min, String max) {

  private static final long TWO_BITS_LESS = 0x3FFF_FFFF_FFFF_FFFFL;

  /**
   * Returns the range that a request names; empty where it names none, or all.
   *
   * @param partitionKey the container's definition of it
   */
  public static Optional<HashRange> of(String min, String max, JsonNode partitionKey) {
    if (max.isEmpty() || (min.isEmpty() && max.equals("FF"))) {
      return Optional.empty();
    }
    if (partitionKey.path("kind").asText().equals("Hash")
        && partitionKey.path("version").asInt(1) < 2) {
      throw CosmosException.notImplemented("ranges of hashes of partition keys of version 1");
    }
    return Optional.of(new HashRange(min, max));
  }

  /** Returns whether documents under {@code key} lie in it. */
  public boolean contains(PartitionKey key) {
    String hash = key.values().stream().map(HashRange::hash).collect(Collectors.joining());
    return hash.compareTo(min) >= 0 && hash.compareTo(max) < 0;
  }

  private static String hash(JsonNode value) {
    byte[] bytes = bytes(value);
    long[] hash = MurmurHash3.hash128x64(bytes, 0, bytes.length, 0);
    return String.format("%016X%016X", hash[1] & TWO_BITS_LESS, hash[0]);
  }

  private static byte[] bytes(JsonNode value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    switch (value.getNodeType()) {
      case MISSING -> bytes.write(0);
      case NULL -> bytes.write(1);
      case BOOLEAN -> bytes.write(value.booleanValue() ? 3 : 2);
      case NUMBER -> {
        ByteBuffer number = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.write(5);
        bytes.writeBytes(number.putDouble(value.doubleValue()).array());
      }
      default -> {
        bytes.write(8);
        bytes.writeBytes(value.textValue().getBytes(StandardCharsets.UTF_8));
        bytes.write(0xFF);
      }
    }
    return bytes.toByteArray();
  }
}
