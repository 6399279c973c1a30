package dev.slicebench.conformance.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Events in few characters. {@code 3-1f+2} is the event {@code 3-1f} and the two after it, whose
 * ids are one higher each. {@code 7:3-1f+2} are these at versions 7, 8 and 9; {@code 9:3-21~2} the
 * same from the last to the first.
 */
public final class EventRuns {

  private static final int MAX_RUN = 1_000_000;

  /** In one line: more would not fit in memory. */
  private static final int MAX_EVENTS = 2_000_000;

  private EventRuns() {}

  public static List<String> ofEvents(List<EventId> events) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < events.size(); ) {
      EventId first = events.get(i);
      int more = 0;
      while (i + more + 1 < events.size() && follows(first, events.get(i + more + 1), more + 1)) {
        more++;
      }
      runs.add(run(first.toString(), '+', more));
      i += more + 1;
    }
    return runs;
  }

  static List<String> ofDelivered(List<Delivered> read) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < read.size(); ) {
      int up = more(read, i, 1);
      int down = up > 0 ? 0 : more(read, i, -1);
      Delivered first = read.get(i);
      String text = first.version() + ":" + first.event();
      runs.add(up > 0 ? run(text, '+', up) : run(text, '~', down));
      i += up + down + 1;
    }
    return runs;
  }

  private static int more(List<Delivered> read, int start, int step) {
    Delivered first = read.get(start);
    int more = 0;
    for (int i = start + 1; i < read.size(); i++) {
      long steps = (long) step * (more + 1);
      Delivered next = read.get(i);
      if (next.version() != first.version() + steps
          || !follows(first.event(), next.event(), steps)) {
        break;
      }
      more++;
    }
    return more;
  }

  private static boolean follows(EventId first, EventId next, long steps) {
    return first.marker() == 0 && next.equals(first.plus(steps));
  }

  private static String run(String first, char sign, int more) {
    return more == 0 ? first : first + sign + more;
  }

  static List<EventId> events(JsonNode runs) {
    List<EventId> events = new ArrayList<>();
    for (JsonNode run : runs) {
      expand(run.asText(), (event, step) -> events.add(event));
      requireRoom(events.size());
    }
    return events;
  }

  static List<Delivered> delivered(JsonNode runs) {
    List<Delivered> read = new ArrayList<>();
    for (JsonNode run : runs) {
      String text = run.asText();
      int colon = text.indexOf(':');
      long version = version(text, colon);
      expand(
          text.substring(colon + 1),
          (event, step) -> read.add(new Delivered(plus(version, step, text), event)));
      requireRoom(read.size());
    }
    return read;
  }

  private static void requireRoom(int events) {
    if (events > MAX_EVENTS) {
      throw new IllegalArgumentException(
          "more than %,d events in one line: load a long stream in several parts"
              .formatted(MAX_EVENTS));
    }
  }

  private static long version(String text, int colon) {
    try {
      return Long.parseLong(text.substring(0, Math.max(0, colon)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' has no version: write 12:3-1f for event 3-1f at version 12", e);
    }
  }

  private static long plus(long version, int step, String text) {
    long sum = version + step;
    if ((step > 0) != (sum > version) && step != 0) {
      throw new IllegalArgumentException(
          "'" + text + "' goes beyond version " + Long.MAX_VALUE + ", the last there can be");
    }
    return sum;
  }

  private static void expand(String run, BiConsumer<EventId, Integer> each) {
    int up = run.indexOf('+');
    int end = up < 0 ? run.indexOf('~') : up;
    if (end < 0) {
      each.accept(EventId.parse(run), 0);
      return;
    }
    EventId first = EventId.parse(run.substring(0, end));
    int more = more(run, end + 1);
    if (more == 0 || first.marker() != 0) {
      throw new IllegalArgumentException(
          "'" + run + "' is no run of events: write 3-1f+2 for three whose payloads are their ids");
    }
    if (more > MAX_RUN) {
      throw new IllegalArgumentException(
          "'%s' is a run of more than %,d events: write several".formatted(run, MAX_RUN));
    }
    int step = up < 0 ? -1 : 1;
    each.accept(first, 0);
    for (int i = 1; i <= more; i++) {
      each.accept(first.plus((long) step * i), step * i);
    }
  }

  /** Returns the number at a place, or more than a run can have; 0 where there is none. */
  private static int more(String run, int start) {
    int more = 0;
    for (int i = start; i < run.length(); i++) {
      int digit = run.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      more = Math.min(10 * more + digit, MAX_RUN + 1);
    }
    return more;
  }
}
