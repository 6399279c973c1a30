package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.internal.documents.JsonStores;
import dev.slicebench.store.internal.documents.StreamDocuments;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One slice mode: which documents a stream consists of, and what commits an append. */
public interface SliceProtocol {

  /**
   * Appends events that were found valid.
   *
   * @param events at least one
   */
  Mono<AppendResult> append(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events);

  /** As {@link EventStore#load(String, LoadOptions)}. */
  Flux<RecordedEvent> load(StreamDocuments documents, LoadOptions options);

  /** Returns the stream's version; 0 where it does not exist. */
  Mono<Long> head(StreamDocuments documents);

  /** Refuses an event whose id this mode cannot have in a key; by default none has. */
  default void requireAllowedId(EventData event, StoreProfile profile) {}

  /**
   * Returns whether events come back as JSON values, and not to the character. A single save does
   * that, where its metadata says so; daprd then takes the value apart itself.
   */
  default boolean keepsJson(StoreProfile profile, Map<String, String> metadata) {
    return JsonStores.isJson(metadata);
  }

  /**
   * Returns the keys that a load, or a question for the head, reads first at a stream not seen
   * before.
   */
  List<String> readFirst(String stream);

  /** Returns the keys that an append reads first at a stream not seen before. */
  List<String> readFirst(String stream, ExpectedVersion expected);

  /** Returns what an append of {@code events} would write at the most, for the limits. */
  Footprint footprint(String stream, List<EventData> events);

  /**
   * The size of an append.
   *
   * @param operations in its largest transaction
   * @param largestDocumentBytes the value of its largest document
   * @param requestBytes the values of its largest request
   * @param longestKey its longest key
   */
  record Footprint(
      int operations, long largestDocumentBytes, long requestBytes, String longestKey) {}
}
