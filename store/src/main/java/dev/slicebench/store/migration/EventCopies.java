package dev.slicebench.store.migration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.EventData;
import dev.slicebench.store.Json;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.internal.CreateOnlyProtocol;
import dev.slicebench.store.internal.documents.Footprints;
import dev.slicebench.store.internal.documents.JsonStores;
import dev.slicebench.store.internal.documents.StreamDocuments;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Cuts the events of a stream into slices for a copy, and holds copies against the stream. */
final class EventCopies {

  /** Small enough that a load of a window of slices stays well below a message's limit. */
  private static final int MAX_EVENTS = 50;

  private static final int MAX_BYTES = 128 * 1024;

  private final StreamDocuments target;

  EventCopies(StreamDocuments target) {
    this.target = target;
  }

  static EventData data(RecordedEvent event) {
    return new EventData(event.id(), event.name(), event.data());
  }

  static List<EventData> data(List<RecordedEvent> events) {
    return events.stream().map(EventCopies::data).toList();
  }

  /** Takes the next slice; the same events are always cut alike. */
  List<RecordedEvent> nextSlice(PeekingEvents events) {
    List<RecordedEvent> slice = new ArrayList<>();
    long bytes = 0;
    while (events.hasNext()
        && slice.size() < MAX_EVENTS
        && (slice.isEmpty() || bytes + events.peek().data().sizeBytes() <= MAX_BYTES)) {
      RecordedEvent event = events.next();
      bytes += event.data().sizeBytes();
      slice.add(event);
    }
    long document = Footprints.slice(target.stream(), data(slice), 1).largestDocumentBytes();
    if (document > target.profile().maxDocumentBytes()) {
      throw new LimitExceededException(
          "bytes in a document",
          target.profile().maxDocumentBytes(),
          document,
          "stream '" + target.stream() + "' cannot be moved");
    }
    return slice;
  }

  /** Refuses events that the store would not give back as they are, before anything is written. */
  void requireKept(List<RecordedEvent> events) {
    if (new CreateOnlyProtocol().keepsJson(target.profile(), target.metadata())) {
      JsonStores.requireKept(
          events.stream().map(EventCopies::data).toList(), target.profile(), target.metadata());
    }
  }

  /** Refuses a copy that is not the same events. */
  void requireSame(List<RecordedEvent> stream, List<RecordedEvent> copies) {
    for (int i = 0; i < Math.max(stream.size(), copies.size()); i++) {
      if (i >= stream.size() || i >= copies.size() || !isSame(stream.get(i), copies.get(i))) {
        throw new CorruptStreamException(
            "stream '"
                + target.stream()
                + "': the copy of event "
                + (i < stream.size() ? stream.get(i) : copies.get(i)).version()
                + " is not the event: the store keeps its data otherwise in the other mode, or"
                + " something else lies under its key",
            null);
      }
    }
  }

  boolean isSame(RecordedEvent event, RecordedEvent copy) {
    return event.version() == copy.version()
        && event.id().equals(copy.id())
        && Objects.equals(event.name(), copy.name())
        && isSame(event.data(), copy.data());
  }

  private boolean isSame(Json data, Json copy) {
    return data.equals(copy)
        || (target.profile().jsonValues() && data.tree().equals(NUMBERS_BY_VALUE, copy.tree()));
  }

  private static final Comparator<JsonNode> NUMBERS_BY_VALUE =
      (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
          return new BigDecimal(one.asText()).compareTo(new BigDecimal(other.asText()));
        }
        return one.equals(other) ? 0 : 1;
      };

  /** Events in version order, of which the next can be looked at. */
  static final class PeekingEvents implements Iterator<RecordedEvent> {

    private final Iterator<RecordedEvent> events;
    private @org.jspecify.annotations.Nullable RecordedEvent next;

    PeekingEvents(Iterator<RecordedEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      return next != null || events.hasNext();
    }

    RecordedEvent peek() {
      if (next == null) {
        next = events.next();
      }
      return next;
    }

    @Override
    public RecordedEvent next() {
      RecordedEvent event = peek();
      next = null;
      return event;
    }

    /** Returns the next events up to {@code version}, as far as there are so many. */
    List<RecordedEvent> upTo(long version) {
      List<RecordedEvent> taken = new ArrayList<>();
      while (hasNext() && peek().version() <= version) {
        taken.add(next());
      }
      return taken;
    }
  }
}
