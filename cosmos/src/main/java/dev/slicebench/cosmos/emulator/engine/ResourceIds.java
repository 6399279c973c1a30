package dev.slicebench.cosmos.emulator.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The ids that the service gives to resources, {@code _rid}: a number each, behind that of what it
 * lies in, as base64 that has {@code -} for {@code /}. The SDKs take them apart. (What the Java
 * SDK's {@code ResourceId} reads.)
 */
public final class ResourceIds {

  /** Tells a container from what else a database may hold. */
  private static final int CONTAINER_BIT = 1 << 31;

  /** In the highest four bits of what lies in a container; a document has zero. */
  private static final long RANGE_BITS = 5L << 60;

  private ResourceIds() {}

  static String database(int number) {
    return text(ByteBuffer.allocate(4).putInt(number));
  }

  static String container(String database, int number) {
    return text(inside(database, 4).putInt(CONTAINER_BIT | number));
  }

  static String offer(int number) {
    return text(ByteBuffer.allocate(3).put((byte) (number >> 16)).putShort((short) number));
  }

  /** Rises with the number, as the SDKs compare. */
  static String document(String container, long number) {
    return text(inside(container, 8).order(ByteOrder.LITTLE_ENDIAN).putLong(number));
  }

  /** Of a container's range of partition keys. */
  public static String range(String container, int number) {
    return text(inside(container, 8).order(ByteOrder.LITTLE_ENDIAN).putLong(RANGE_BITS | number));
  }

  /** Returns the number of a database, a container or an offer. */
  public static long number(String rid) {
    byte[] bytes = Base64.getDecoder().decode(rid.replace('-', '/'));
    long number = 0;
    for (int i = Math.max(0, bytes.length - 4); i < bytes.length; i++) {
      number = number << 8 | (bytes[i] & 0xFF);
    }
    return number & ~CONTAINER_BIT & 0xFFFF_FFFFL;
  }

  private static ByteBuffer inside(String parent, int bytes) {
    byte[] before = Base64.getDecoder().decode(parent.replace('-', '/'));
    return ByteBuffer.allocate(before.length + bytes).put(before);
  }

  private static String text(ByteBuffer bytes) {
    ByteBuffer base64 = Base64.getEncoder().encode(bytes.flip());
    return StandardCharsets.US_ASCII.decode(base64).toString().replace('/', '-');
  }
}
