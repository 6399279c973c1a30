package dev.slicebench.conformance.mutants;

import static dev.slicebench.conformance.mutants.Mutant.eventStore;

import dev.slicebench.conformance.ForwardingEventStore;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Event stores that append wrongly. */
final class WrongAppends {

  private static final ExpectedVersion ANY = ExpectedVersion.any();

  private WrongAppends() {}

  /** An append, with the store that does it right. */
  @FunctionalInterface
  private interface Appending {
    Mono<AppendResult> append(
        EventStore right, String stream, ExpectedVersion expected, List<EventData> events);
  }

  private static UnaryOperator<EventStore> appending(Appending wrong) {
    return right ->
        new ForwardingEventStore(right) {
          @Override
          public Mono<AppendResult> append(
              String stream, ExpectedVersion expected, List<EventData> events) {
            return Mono.defer(() -> wrong.append(target, stream, expected, events));
          }
        };
  }

  /** Streams go by another name than they should. */
  private static UnaryOperator<EventStore> naming(UnaryOperator<String> wrong) {
    return right ->
        new ForwardingEventStore(right) {
          @Override
          public Mono<AppendResult> append(
              String stream, ExpectedVersion expected, List<EventData> events) {
            return super.append(wrong.apply(stream), expected, events)
                .onErrorMap(
                    VersionConflictException.class,
                    e -> new VersionConflictException(stream, expected, e.actual()));
          }

          @Override
          public Flux<RecordedEvent> load(String stream, LoadOptions options) {
            return super.load(wrong.apply(stream), options)
                .map(e -> new RecordedEvent(e.id(), e.name(), stream, e.data(), e.version()));
          }

          @Override
          public Mono<Long> head(String stream) {
            return super.head(wrong.apply(stream));
          }
        };
  }

  static List<Mutant> mutants() {
    Map<String, Integer> sizeByAppend = new ConcurrentHashMap<>();
    Set<String> everywhere = ConcurrentHashMap.newKeySet();
    return List.of(
        eventStore(
            "treats failed as ok",
            "1.3",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .onErrorResume(
                            VersionConflictException.class,
                            e -> Mono.just(new AppendResult(e.actual(), false, false)))),
            "1.4",
            "1.5",
            "1.8",
            "1.9",
            "1.11",
            "1.12",
            "1.18",
            "1.19",
            "2.3",
            "2.6",
            "2.7",
            "2.8",
            "3.14",
            "4.5"),
        eventStore(
            "retries a conflict blindly with the same ids",
            "1.3",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .onErrorResume(
                            VersionConflictException.class,
                            e -> right.append(stream, ANY, events))),
            "1.4",
            "1.5",
            "1.8",
            "1.9",
            "1.11",
            "1.12",
            "1.18",
            "1.19",
            "2.3",
            "2.6",
            "2.7",
            "2.8",
            "3.14",
            "4.5"),
        eventStore(
            "tells a conflict with the wrong actual version",
            "1.3",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .onErrorMap(
                            VersionConflictException.class,
                            e ->
                                new VersionConflictException(
                                    stream, expected, Math.max(0, e.actual() - 1)))),
            "1.4",
            "1.11",
            "1.12",
            "1.18",
            "1.19",
            "2.3",
            "2.6",
            "2.7",
            "2.8",
            "4.5"),
        eventStore(
            "accepts no stream on an existing one",
            "1.4",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .onErrorResume(
                            VersionConflictException.class,
                            e ->
                                expected instanceof ExpectedVersion.NoStream
                                    ? right.append(stream, ANY, events)
                                    : Mono.error(e))),
            "1.8",
            "1.11",
            "2.3"),
        eventStore(
            "accepts an existing stream on a missing one",
            "1.5",
            appending(
                (right, stream, expected, events) ->
                    right.append(
                        stream,
                        expected instanceof ExpectedVersion.StreamExists ? ANY : expected,
                        events))),
        eventStore(
            "takes any version for no stream",
            "1.6",
            appending(
                (right, stream, expected, events) ->
                    right.append(
                        stream,
                        expected instanceof ExpectedVersion.Any && !events.isEmpty()
                            ? ExpectedVersion.noStream()
                            : expected,
                        events)),
            "1.19"),
        eventStore(
            "commits half a batch",
            "1.10",
            appending(
                (right, stream, expected, events) ->
                    events.size() <= 20
                        ? right.append(stream, expected, events)
                        : right
                            .append(stream, expected, events.subList(0, events.size() / 2))
                            .map(
                                told ->
                                    new AppendResult(
                                        told.nextExpectedVersion() + events.size() / 2,
                                        told.createdStream(),
                                        told.repeat()))),
            "1.13",
            "3.9"),
        eventStore(
            "puts the last event of a large batch first",
            "1.10",
            appending(
                (right, stream, expected, events) -> {
                  List<EventData> moved = new ArrayList<>(events);
                  if (moved.size() > 20) {
                    moved.add(0, moved.remove(moved.size() - 1));
                  }
                  return right.append(stream, expected, moved);
                }),
            "1.13",
            "3.9"),
        eventStore(
            "creates a stream by an append without events",
            "1.11",
            appending(
                (right, stream, expected, events) ->
                    right.append(
                        stream,
                        expected,
                        events.isEmpty()
                            ? List.of(
                                EventData.of("created", dev.slicebench.store.Json.parse("{}")))
                            : events))),
        eventStore(
            "does not check what an append without events expects",
            "1.11",
            appending(
                (right, stream, expected, events) ->
                    right.append(stream, events.isEmpty() ? ANY : expected, events))),
        eventStore(
            "finds a limit after a part is written",
            "1.13",
            appending(
                (right, stream, expected, events) ->
                    events.size() <= 100
                        ? right.append(stream, expected, events)
                        : right
                            .append(stream, expected, events.subList(0, 100))
                            .then(
                                Mono.error(
                                    new LimitExceededException(
                                        "events", 100, events.size(), "split them")))),
            "1.15"),
        eventStore(
            "accepts the same id twice",
            "1.17",
            appending(
                (right, stream, expected, events) -> {
                  Set<String> seen = new HashSet<>();
                  return right.append(
                      stream,
                      expected,
                      events.stream()
                          .map(
                              e ->
                                  seen.add(e.id())
                                      ? e
                                      : new EventData(
                                          UUID.randomUUID().toString(), e.name(), e.data()))
                          .toList());
                })),
        eventStore(
            "takes a version inside the last batch for the stream's",
            "1.18",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .doOnNext(
                            told ->
                                sizeByAppend.put(
                                    stream + told.nextExpectedVersion(), events.size()))
                        .onErrorResume(
                            VersionConflictException.class,
                            e ->
                                expected instanceof ExpectedVersion.Exact exact
                                        && exact.version() > 0
                                        && exact.version() < e.actual()
                                        && exact.version()
                                            > e.actual()
                                                - sizeByAppend.getOrDefault(stream + e.actual(), 0)
                                        && sizeByAppend.getOrDefault(stream + e.actual(), 0) >= 5
                                    ? right.append(stream, ANY, events)
                                    : Mono.error(e)))),
        eventStore(
            "appends repeats again",
            "2.1",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .flatMap(
                            told ->
                                told.repeat()
                                    ? right.append(
                                        stream,
                                        ANY,
                                        events.stream()
                                            .map(
                                                e ->
                                                    new EventData(
                                                        UUID.randomUUID().toString(),
                                                        e.name(),
                                                        e.data()))
                                            .toList())
                                    : Mono.just(told))),
            "2.2",
            "2.4",
            "2.5",
            "2.12",
            "2.14",
            "2.15",
            "2.16",
            "2.17",
            "2.18"),
        eventStore(
            "takes a repeat for a conflict",
            "2.1",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .flatMap(
                            told ->
                                told.repeat()
                                    ? right
                                        .head(stream)
                                        .flatMap(
                                            head ->
                                                Mono.error(
                                                    new VersionConflictException(
                                                        stream, expected, head)))
                                    : Mono.just(told))),
            "2.2",
            "2.4",
            "2.5",
            "2.12",
            "2.14",
            "2.15",
            "2.16",
            "2.17",
            "2.18"),
        eventStore(
            "takes the first part of a batch for a conflict",
            "2.5",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .flatMap(
                            told ->
                                told.repeat() && events.size() == 1
                                    ? Mono.error(new VersionConflictException(stream, expected, 9))
                                    : Mono.just(told)))),
        eventStore(
            "takes known ids in any order for a repeat",
            "2.7",
            appending(
                (right, stream, expected, events) ->
                    right
                        .append(stream, expected, events)
                        .onErrorResume(
                            VersionConflictException.class,
                            e ->
                                right
                                    .load(stream)
                                    .map(RecordedEvent::id)
                                    .collectList()
                                    .flatMap(
                                        ids ->
                                            !events.isEmpty()
                                                    && ids.containsAll(
                                                        events.stream().map(EventData::id).toList())
                                                ? Mono.just(
                                                    new AppendResult(e.actual(), false, true))
                                                : Mono.error(e))))),
        eventStore(
            "takes known ids of another stream for a repeat",
            "2.13",
            appending(
                (right, stream, expected, events) ->
                    right
                        .head(stream)
                        .defaultIfEmpty(0L)
                        .flatMap(
                            head ->
                                head == 0
                                        && !events.isEmpty()
                                        && events.stream()
                                            .map(EventData::id)
                                            .allMatch(everywhere::contains)
                                    ? Mono.just(new AppendResult(events.size(), true, true))
                                    : right
                                        .append(stream, expected, events)
                                        .doOnNext(
                                            told -> events.forEach(e -> everywhere.add(e.id())))))),
        eventStore(
            "knows a repeat only of its own",
            "2.14",
            right -> {
              Set<String> own = ConcurrentHashMap.newKeySet();
              return appending(
                      (store, stream, expected, events) ->
                          store
                              .append(stream, expected, events)
                              .flatMap(
                                  told -> {
                                    boolean mine =
                                        events.stream().map(EventData::id).allMatch(own::contains);
                                    events.forEach(e -> own.add(e.id()));
                                    return told.repeat() && !mine
                                        ? Mono.error(
                                            new VersionConflictException(stream, expected, 6))
                                        : Mono.just(told);
                                  }))
                  .apply(right);
            },
            "2.16",
            "2.17",
            "2.18"),
        eventStore(
            "mixes streams whose names begin alike",
            "4.1",
            naming(name -> name.replaceFirst("\\|head$", ""))),
        eventStore(
            "takes no notice of case in names",
            "4.2",
            naming(name -> name.toLowerCase(Locale.ROOT))),
        eventStore(
            "mends names that it should refuse",
            "4.3",
            naming(name -> name.isEmpty() ? "empty" : name.replace("||", "-"))),
        eventStore(
            "fails at names with a blank",
            "4.4",
            appending(
                (right, stream, expected, events) ->
                    stream.contains(" ")
                        ? Mono.error(new UnknownOutcomeException("a blank", null))
                        : right.append(stream, expected, events)),
            "4.2"),
        eventStore(
            "refuses a long append as invalid after a part is written",
            "1.13",
            appending(
                (right, stream, expected, events) ->
                    events.size() <= 100
                        ? right.append(stream, expected, events)
                        : right
                            .append(stream, expected, events.subList(0, 1))
                            .then(Mono.error(new InvalidRequestException("too long")))),
            "1.15"));
  }
}
