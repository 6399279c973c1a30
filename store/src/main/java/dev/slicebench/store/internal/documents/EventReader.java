package dev.slicebench.store.internal.documents;

import dev.slicebench.store.Json;
import dev.slicebench.store.RecordedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events as they mostly are, in one pass over the bytes: with the five names that this
 * project writes, in any order and either naming, and with ids and names in ASCII. Whatever else a
 * document has is left to the general parser, which reads it or says what is wrong with it.
 */
final class EventReader {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final String stream;
  private final byte[] in;
  private final JsonScan scan;
  private int at;

  private EventReader(String stream, byte[] document) {
    this.stream = stream;
    this.in = document;
    this.scan = new JsonScan(document);
  }

  /** Returns the event of a document; null where the general parser has to read it. */
  static @Nullable RecordedEvent event(String stream, byte[] document) {
    EventReader reader = new EventReader(stream, document);
    reader.at = reader.scan.blanks(0);
    return reader.event();
  }

  /** Returns the adjacent events of a slice; null where the general parser has to read it. */
  static @Nullable List<RecordedEvent> slice(String stream, byte[] document) {
    EventReader reader = new EventReader(stream, document);
    reader.at = reader.scan.blanks(0);
    return reader.slice();
  }

  private @Nullable List<RecordedEvent> slice() {
    if (!next('[')) {
      return null;
    }
    List<RecordedEvent> events = new ArrayList<>();
    do {
      RecordedEvent event = event();
      if (event == null
          || (!events.isEmpty()
              && event.version() != events.get(events.size() - 1).version() + 1)) {
        return null;
      }
      events.add(event);
    } while (next(','));
    return next(']') ? events : null;
  }

  private @Nullable RecordedEvent event() {
    String id = null;
    String name = null;
    long version = 0;
    int dataStart = -1;
    int dataEnd = -1;
    if (!next('{')) {
      return null;
    }
    do {
      int field = at + 1;
      int end = plainEnd();
      if (end < 0 || !next(':')) {
        return null;
      }
      if (is("EventId", field, end)) {
        id = text();
        if (id == null) {
          return null;
        }
      } else if (is("EventName", field, end)) {
        boolean isNull = at < in.length && in[at] == 'n';
        name = isNull ? null : text();
        if (isNull ? !skip() : name == null) {
          return null;
        }
      } else if (is("Version", field, end)) {
        version = number();
      } else if (is("Data", field, end)) {
        dataStart = at;
        dataEnd = scan.value(at);
        if (dataEnd < 0) {
          return null;
        }
        at = scan.blanks(dataEnd);
      } else if (!is("StreamName", field, end) || !skip()) {
        return null;
      }
    } while (next(','));
    return id == null || !Versions.canBe(version) || !next('}')
        ? null
        : new RecordedEvent(id, name, stream, data(dataStart, dataEnd), version);
  }

  /** Shares the document's bytes where they are mostly this event's data. */
  private Json data(int start, int end) {
    if (start < 0) {
      return Json.trusted(NULL);
    }
    int length = end - start;
    if (length >= in.length - length) {
      return Json.trusted(in, start, length);
    }
    byte[] data = new byte[length];
    System.arraycopy(in, start, data, 0, length);
    return Json.trusted(data);
  }

  /** Passes over one character and the blanks behind it, where it stands here. */
  private boolean next(char character) {
    if (at >= in.length || in[at] != character) {
      return false;
    }
    at = scan.blanks(at + 1);
    return true;
  }

  private boolean skip() {
    int end = scan.value(at);
    at = end < 0 ? at : scan.blanks(end);
    return end >= 0;
  }

  private @Nullable String text() {
    int start = at + 1;
    int end = plainEnd();
    return end < 0 ? null : new String(in, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /**
   * Passes over a string of ASCII without escapes.
   *
   * @return where its closing quote is; -1 where here is no such string
   */
  private int plainEnd() {
    if (at >= in.length || in[at] != '"') {
      return -1;
    }
    int end = scan.plain(at + 1);
    if (end >= in.length || in[end] != '"') {
      return -1;
    }
    at = scan.blanks(end + 1);
    return end;
  }

  /** Passes over a version; 0, which none is, where here is none. */
  private long number() {
    long number = 0;
    int start = at;
    while (at < in.length && in[at] >= '0' && in[at] <= '9' && at - start < 18) {
      number = number * 10 + in[at++] - '0';
    }
    boolean isWhole =
        at > start && in[start] != '0' && (at == in.length || ",} \n\r\t".indexOf(in[at]) >= 0);
    at = scan.blanks(at);
    return isWhole ? number : 0;
  }

  /** Compares a field's name in either naming. */
  private boolean is(String pascalCase, int start, int end) {
    if (end - start != pascalCase.length()
        || (in[start] != pascalCase.charAt(0)
            && in[start] != Character.toLowerCase(pascalCase.charAt(0)))) {
      return false;
    }
    for (int i = 1; i < pascalCase.length(); i++) {
      if (in[start + i] != pascalCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
