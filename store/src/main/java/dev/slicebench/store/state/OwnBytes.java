package dev.slicebench.store.state;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes the bytes out of a message that was received, without a copy where they lie together. */
final class OwnBytes extends ByteOutput {

  private byte @Nullable [] whole;
  private boolean inParts;

  private OwnBytes() {}

  /** Returns the bytes of {@code value}, which must not be changed. */
  static byte[] of(ByteString value) {
    OwnBytes taken = new OwnBytes();
    try {
      UnsafeByteOperations.unsafeWriteTo(value, taken);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return taken.whole == null || taken.inParts ? value.toByteArray() : taken.whole;
  }

  @Override
  public void writeLazy(byte[] value, int offset, int length) {
    inParts |= whole != null || offset != 0 || length != value.length;
    whole = value;
  }

  @Override
  public void write(byte value) {
    inParts = true;
  }

  @Override
  public void write(byte[] value, int offset, int length) {
    inParts = true;
  }

  @Override
  public void write(ByteBuffer value) {
    inParts = true;
  }

  @Override
  public void writeLazy(ByteBuffer value) {
    inParts = true;
  }
}
