package dev.slicebench.conformance.history;

import dev.slicebench.conformance.history.FileRecorder.Pending;
import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateStoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An event store whose operations are written down. */
final class ObservedEventStore implements EventStore {

  private static final int MAX_REASON_CHARS = 160;

  private static final String GIVEN_UP = "given up";

  private final EventStore store;
  private final FileRecorder recorder;
  private final int process;

  ObservedEventStore(EventStore store, FileRecorder recorder, int process) {
    this.store = store;
    this.recorder = recorder;
    this.process = process;
  }

  @Override
  public Mono<AppendResult> append(
      String stream, ExpectedVersion expected, List<EventData> events) {
    return Mono.defer(
        () -> {
          List<EventId> names = names(events);
          Pending<AppendOutcome> pending =
              recorder.begin(
                  process,
                  AppendOutcome.Unknown::new,
                  (span, outcome) -> new Append(span, stream, expected, names, outcome));
          return Mono.defer(() -> store.append(stream, expected, events))
              .doOnSuccess(result -> pending.end(outcome(result)))
              .doOnError(error -> pending.end(outcome(error)))
              .doOnCancel(() -> pending.end(new AppendOutcome.Unknown(GIVEN_UP)));
        });
  }

  @Override
  public Flux<RecordedEvent> load(String stream, LoadOptions options) {
    return Flux.defer(
        () -> {
          List<Delivered> read = Collections.synchronizedList(new ArrayList<>());
          Pending<ReadOutcome> pending =
              recorder.begin(
                  process,
                  ReadOutcome.Unknown::new,
                  (span, outcome) -> new Load(span, stream, options, copy(read), outcome));
          return Flux.defer(() -> store.load(stream, options))
              .doOnNext(event -> read.add(delivered(event)))
              .doOnComplete(() -> pending.end(new ReadOutcome.Complete()))
              .doOnError(error -> pending.end(new ReadOutcome.Failed(reason(error))))
              .doOnCancel(() -> pending.end(new ReadOutcome.Unknown(GIVEN_UP)));
        });
  }

  @Override
  public Mono<Long> head(String stream) {
    return Mono.defer(
        () -> {
          AtomicLong answer = new AtomicLong();
          Pending<ReadOutcome> pending =
              recorder.begin(
                  process,
                  ReadOutcome.Unknown::new,
                  (span, outcome) -> new Head(span, stream, answer.get(), outcome));
          return Mono.defer(() -> store.head(stream))
              .doOnNext(answer::set)
              .doOnSuccess(version -> pending.end(new ReadOutcome.Complete()))
              .doOnError(error -> pending.end(new ReadOutcome.Failed(reason(error))))
              .doOnCancel(() -> pending.end(new ReadOutcome.Unknown(GIVEN_UP)));
        });
  }

  private static List<EventId> names(List<EventData> events) {
    return events.stream().map(event -> EventId.of(event.id(), event.data())).toList();
  }

  private static Delivered delivered(RecordedEvent event) {
    return new Delivered(event.version(), EventId.of(event.id(), event.data()));
  }

  private static List<Delivered> copy(List<Delivered> read) {
    synchronized (read) {
      return List.copyOf(read);
    }
  }

  private static AppendOutcome outcome(@Nullable AppendResult result) {
    return result == null
        ? new AppendOutcome.Unknown("no answer")
        : new AppendOutcome.Acknowledged(result);
  }

  private static AppendOutcome outcome(Throwable error) {
    if (error instanceof VersionConflictException conflict) {
      return new AppendOutcome.Conflict(conflict.actual());
    }
    boolean refused =
        error instanceof StateStoreException e
            ? e.kind() != StateStoreException.Kind.UNAVAILABLE
            : error instanceof EventStoreException && !(error instanceof UnknownOutcomeException);
    return refused
        ? new AppendOutcome.Refused(reason(error))
        : new AppendOutcome.Unknown(reason(error));
  }

  private static String reason(Throwable error) {
    String reason = error.getClass().getSimpleName() + ": " + error.getMessage();
    return reason.length() <= MAX_REASON_CHARS ? reason : reason.substring(0, MAX_REASON_CHARS);
  }
}
