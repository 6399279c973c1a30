package dev.slicebench.store.interleaving;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.interleaving.Observation.Acknowledged;
import dev.slicebench.store.interleaving.Observation.Broken;
import dev.slicebench.store.interleaving.Observation.Conflict;
import dev.slicebench.store.interleaving.Observation.Loaded;
import dev.slicebench.store.interleaving.Observation.Unknown;
import dev.slicebench.store.interleaving.Observation.Unread;
import dev.slicebench.store.interleaving.Observation.Unwritten;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** One thing that a script does with an event store. */
sealed interface Operation {

  /** The name that all streams of the search have. */
  String STREAM = "s";

  /**
   * Does it.
   *
   * @param version the stream's version as the script believes it
   * @return what the caller was told; no error
   */
  default Mono<Observation> perform(EventStore store, long version) {
    return attempt(store, version)
        .onErrorResume(StoreUnavailableException.class, e -> Mono.just(new Unread()))
        .onErrorResume(e -> Mono.just(new Broken(e.toString())));
  }

  /** The events that it appends; none where it reads. */
  default List<EventData> events() {
    return List.of();
  }

  /** As {@link #perform}, with errors. */
  Mono<Observation> attempt(EventStore store, long version);

  /** Appends with any version expected. */
  record AppendAny(List<EventData> events) implements Operation {
    @Override
    public Mono<Observation> attempt(EventStore store, long version) {
      return store
          .append(STREAM, ExpectedVersion.any(), events)
          .<Observation>map(result -> acknowledged(events, result))
          .onErrorResume(
              VersionConflictException.class,
              e -> Mono.just(new Conflict(ids(events), -1, e.actual())))
          .onErrorResume(UnknownOutcomeException.class, e -> Mono.just(new Unknown(ids(events))))
          .onErrorResume(
              StoreUnavailableException.class, e -> Mono.just(new Unwritten(ids(events))));
    }

    @Override
    public String toString() {
      return "append " + names(events) + " at any version";
    }
  }

  /**
   * Appends with exactly the version expected that the script believes in. An unknown outcome makes
   * it do the same once more, which must find out whether the events are stored.
   */
  record AppendExactly(List<EventData> events) implements Operation {
    @Override
    public Mono<Observation> attempt(EventStore store, long version) {
      return once(store, version)
          .onErrorResume(
              StoreUnavailableException.class, e -> Mono.just(new Unwritten(ids(events))))
          .onErrorResume(
              UnknownOutcomeException.class,
              e ->
                  once(store, version)
                      .onErrorResume(
                          again ->
                              again instanceof UnknownOutcomeException
                                  || again instanceof StoreUnavailableException,
                          again -> Mono.just(new Unknown(ids(events)))));
    }

    private Mono<Observation> once(EventStore store, long version) {
      return store
          .append(STREAM, ExpectedVersion.exact(version), events)
          .<Observation>map(
              result ->
                  result.nextExpectedVersion() == version + events.size()
                      ? acknowledged(events, result)
                      : new Broken("appended at " + version + ", yet " + result))
          .onErrorResume(
              VersionConflictException.class,
              e -> Mono.just(new Conflict(ids(events), version, e.actual())));
    }

    @Override
    public String toString() {
      return "append " + names(events) + " at the believed version";
    }
  }

  /** Loads the whole stream. */
  record Load(Direction direction) implements Operation {
    @Override
    public Mono<Observation> attempt(EventStore store, long version) {
      LoadOptions options =
          direction == Direction.FORWARDS ? LoadOptions.all() : LoadOptions.last(Long.MAX_VALUE);
      return store
          .load(STREAM, options)
          .collectList()
          .map(
              events -> {
                if (direction == Direction.BACKWARDS) {
                  Collections.reverse(events);
                }
                return isNumbered(events)
                    ? new Loaded(events.stream().map(RecordedEvent::id).toList())
                    : new Broken("loaded " + events);
              });
    }

    private static boolean isNumbered(List<RecordedEvent> events) {
      for (int i = 0; i < events.size(); i++) {
        if (events.get(i).version() != i + 1) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return "load " + direction;
    }
  }

  /** Asks for the stream's version. */
  record Head() implements Operation {
    @Override
    public Mono<Observation> attempt(EventStore store, long version) {
      return store.head(STREAM).defaultIfEmpty(0L).map(Observation.Head::new);
    }

    @Override
    public String toString() {
      return "head";
    }
  }

  private static Observation acknowledged(List<EventData> events, AppendResult result) {
    return new Acknowledged(ids(events), result.nextExpectedVersion());
  }

  private static List<String> ids(List<EventData> events) {
    return events.stream().map(EventData::id).toList();
  }

  private static String names(List<EventData> events) {
    return events.stream().map(EventData::name).collect(Collectors.joining("+"));
  }
}
