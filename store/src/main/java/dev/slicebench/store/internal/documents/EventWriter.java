package dev.slicebench.store.internal.documents;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.slicebench.store.EventData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes events of one stream as JSON, each byte once: into an array that has just the size of the
 * document.
 */
final class EventWriter {

  private static final EventWriter.Names PASCAL_CASE = new Names(Naming.PASCAL_CASE);
  private static final EventWriter.Names CAMEL_CASE = new Names(Naming.CAMEL_CASE);
  private static final byte[] NULL = ascii("null");

  private final Names names;
  private final byte[] stream;
  private byte[] out = NULL;
  private int at;

  EventWriter(String stream, Naming naming) {
    this.names = naming == Naming.PASCAL_CASE ? PASCAL_CASE : CAMEL_CASE;
    this.stream = quoted(stream);
  }

  byte[] event(EventData event, long version) {
    out = new byte[sizeOf(event, version)];
    write(event, version);
    return out;
  }

  /** Returns the events as an array, numbered from {@code firstVersion}. */
  byte[] slice(List<EventData> events, long firstVersion) {
    int size = 1 + events.size();
    long version = firstVersion;
    for (EventData event : events) {
      size = Math.addExact(size, sizeOf(event, version++));
    }
    out = new byte[size];
    version = firstVersion;
    for (EventData event : events) {
      out[at++] = (byte) (version == firstVersion ? '[' : ',');
      write(event, version++);
    }
    out[at] = ']';
    return out;
  }

  private int sizeOf(EventData event, long version) {
    return names.size
        + quotedSize(event.id())
        + quotedSize(event.name())
        + stream.length
        + event.data().sizeBytes()
        + digits(version)
        + 1;
  }

  private void write(EventData event, long version) {
    write(names.id);
    quote(event.id());
    write(names.name);
    quote(event.name());
    write(names.stream);
    write(stream);
    write(names.data);
    event.data().copyTo(out, at);
    at += event.data().sizeBytes();
    write(names.version);
    at += digits(version);
    int digit = at;
    for (long rest = version; digit == at || rest > 0; rest /= 10) {
      out[--digit] = (byte) ('0' + rest % 10);
    }
    out[at++] = '}';
  }

  private void write(byte[] bytes) {
    System.arraycopy(bytes, 0, out, at, bytes.length);
    at += bytes.length;
  }

  private void quote(@Nullable String text) {
    if (text == null || !isPlain(text)) {
      write(text == null ? NULL : quoted(text));
      return;
    }
    out[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      out[at++] = (byte) text.charAt(i);
    }
    out[at++] = '"';
  }

  /** Returns how many bytes a text, or null, takes as JSON. */
  static int quotedSize(@Nullable String text) {
    if (text == null) {
      return NULL.length;
    }
    return 2
        + (isPlain(text)
            ? text.length()
            : JsonStringEncoder.getInstance().quoteAsUTF8(text).length);
  }

  private static byte[] quoted(String text) {
    byte[] inside = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] quoted = new byte[inside.length + 2];
    quoted[0] = '"';
    System.arraycopy(inside, 0, quoted, 1, inside.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  /** Returns whether each character is a byte that stands for itself. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~' || character == '"' || character == '\\') {
        return false;
      }
    }
    return true;
  }

  private static int digits(long version) {
    int digits = 1;
    for (long rest = version / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What stands between an event's values. */
  private static final class Names {

    private final byte[] id;
    private final byte[] name;
    private final byte[] stream;
    private final byte[] data;
    private final byte[] version;
    private final int size;

    Names(Naming naming) {
      id = ascii("{\"" + naming.of("EventId") + "\":");
      name = next(naming, "EventName");
      stream = next(naming, "StreamName");
      data = next(naming, "Data");
      version = next(naming, "Version");
      size = id.length + name.length + stream.length + data.length + version.length;
    }

    private static byte[] next(Naming naming, String name) {
      return ascii(",\"" + naming.of(name) + "\":");
    }
  }
}
