package dev.slicebench.store;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Appends events to streams and loads them. All methods are safe for use by many threads, do
 * nothing until subscribed to, and do it anew for each subscription. They fail with a subtype of
 * {@link EventStoreException}, through the publisher; null where a value is wanted is an {@link
 * InvalidRequestException}.
 */
public interface EventStore {

  /**
   * Appends all events, adjacent and in order, or none.
   *
   * <p>An append whose event ids are stored already where it would have put them is a repeat: it
   * succeeds and writes nothing. With an exact version or no stream that is complete; with any
   * version and stream exists it is best effort: ids are compared only with what the append reads
   * anyway. Ids that the stream holds elsewhere are not searched for.
   *
   * <p>Of writers at one stream some writer always gets on, but none is fair to another: who has
   * just appended knows the version and is ahead of those who must find it first. A writer that
   * tries again after each conflict may do so for as long as others append at full speed.
   *
   * <p>An append without events writes nothing; it returns the stream's version, or a conflict
   * where {@code expected} is not met.
   *
   * @param stream the stream's name: not empty, without {@code ||}, not ending in {@code |}
   * @param expected what the stream's version must be at the moment of commit
   * @param events the events; their ids must differ. Data that this store would not give back as it
   *     was is refused with {@link InvalidRequestException} ({@link StoreProfile#jsonValues()})
   * @return the version to expect next. Errors: {@link VersionConflictException}, {@link
   *     LimitExceededException} and {@link InvalidRequestException}: none of the events is stored
   *     now or later; {@link UnknownOutcomeException}: they may be, or may come to be; {@link
   *     StoreUnavailableException}: nothing was written; {@link CorruptStreamException}; {@link
   *     ModeUnavailableException}; {@link ModeMismatchException}: it is another mode's stream, and
   *     none of the events is stored now or later
   */
  Mono<AppendResult> append(String stream, ExpectedVersion expected, List<EventData> events);

  /**
   * Loads the events in {@code options}' range that were committed when the load began, in version
   * order, without gap or duplicate. A stream that does not exist is empty. What cannot be read is
   * an error, never a shorter stream. Honours backpressure; a whole long stream is never held in
   * memory.
   *
   * @return the events. Errors: {@link CorruptStreamException}, {@link StoreUnavailableException},
   *     {@link ModeUnavailableException}, {@link ModeMismatchException}, {@link
   *     InvalidRequestException}
   */
  Flux<RecordedEvent> load(String stream, LoadOptions options);

  /** Loads the whole stream, forwards. */
  default Flux<RecordedEvent> load(String stream) {
    return load(stream, LoadOptions.all());
  }

  /** Returns the version of the stream's last event; empty where the stream does not exist. */
  Mono<Long> head(String stream);

  /** Returns the same store for callers that wait. */
  default BlockingEventStore blocking() {
    return new BlockingEventStore(this);
  }
}
