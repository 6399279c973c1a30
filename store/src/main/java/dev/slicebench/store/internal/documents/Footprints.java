package dev.slicebench.store.internal.documents;

import dev.slicebench.store.EventData;
import dev.slicebench.store.internal.SliceProtocol.Footprint;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** How large an append gets, without writing it out. */
public final class Footprints {

  /** A JSON event beside its id, name, stream and data: field names, version. */
  private static final int EVENT_OVERHEAD_BYTES = 77;

  /** What an operation takes in a request beside its key and value. */
  private static final int OPERATION_OVERHEAD_BYTES = 256;

  private static final long LONGEST_VERSION = Versions.LAST;

  private Footprints() {}

  /** Returns a document for each event, under its version. */
  public static Footprint documentPerVersion(String stream, List<EventData> events) {
    return documentPerEvent(stream, events, Keys.version(stream, LONGEST_VERSION));
  }

  /** Returns a document for each event, under its id. */
  public static Footprint documentPerId(String stream, List<EventData> events) {
    String longestId =
        events.stream()
            .map(EventData::id)
            .max(Comparator.comparingInt(Footprints::utf8Bytes))
            .orElse("");
    String head = Keys.head(stream);
    String event = Keys.event(stream, longestId);
    return documentPerEvent(stream, events, utf8Bytes(event) > utf8Bytes(head) ? event : head);
  }

  private static Footprint documentPerEvent(
      String stream, List<EventData> events, String longestKey) {
    long largest = 0;
    long request = OPERATION_OVERHEAD_BYTES;
    int keyBytes = utf8Bytes(longestKey);
    int streamBytes = EventWriter.quotedSize(stream);
    for (EventData event : events) {
      long bytes = eventBytes(streamBytes, event);
      largest = Math.max(largest, bytes);
      request += bytes + keyBytes + OPERATION_OVERHEAD_BYTES;
    }
    return new Footprint(events.size() + 1, largest, request, longestKey);
  }

  public static Footprint slice(String stream, List<EventData> events, int operations) {
    long document = 2;
    int streamBytes = EventWriter.quotedSize(stream);
    for (EventData event : events) {
      document += eventBytes(streamBytes, event) + 1;
    }
    String longestKey = Keys.sliceFrom(stream, LONGEST_VERSION);
    return new Footprint(
        operations,
        document,
        document + operations * (long) (utf8Bytes(longestKey) + OPERATION_OVERHEAD_BYTES),
        longestKey);
  }

  public static int utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static long eventBytes(int streamBytes, EventData event) {
    return (long) EVENT_OVERHEAD_BYTES
        + streamBytes
        + EventWriter.quotedSize(event.id())
        + EventWriter.quotedSize(event.name())
        + event.data().sizeBytes();
  }
}
