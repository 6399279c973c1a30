package dev.slicebench.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryLine.End;
import dev.slicebench.conformance.history.HistoryLine.Fault;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryLine.Heal;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateStoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a recorder writes of what it observes. */
class HistoryRecorderTest {

  private static final Header HEADER = new Header(7, "a store", "a mode", "a test");
  private static final String ID = new UUID(3, 31).toString();
  private static final EventData EVENT = new EventData(ID, "e", Json.ofString(ID.toString()));
  private static final EventId NAME = new EventId(3, 31, 0);
  private static final ExpectedVersion EXPECTED = ExpectedVersion.exact(4);

  private Path file;
  private FileRecorder recorder;
  private long nowNs;

  @BeforeEach
  void begin(@TempDir Path folder) throws IOException {
    file = folder.resolve("history.jsonl");
    recorder = new FileRecorder(file, HEADER, () -> nowNs++);
  }

  @AfterEach
  void end() {
    recorder.close();
  }

  /** An event store that answers as it is told. */
  private record Answers(Mono<AppendResult> append, Flux<RecordedEvent> load, Mono<Long> head)
      implements EventStore {

    static Answers append(Mono<AppendResult> answer) {
      return new Answers(answer, Flux.never(), Mono.never());
    }

    static Answers load(Flux<RecordedEvent> answer) {
      return new Answers(Mono.never(), answer, Mono.never());
    }

    static Answers head(Mono<Long> answer) {
      return new Answers(Mono.never(), Flux.never(), answer);
    }

    @Override
    public Mono<AppendResult> append(
        String stream, ExpectedVersion expected, List<EventData> events) {
      return append;
    }

    @Override
    public Flux<RecordedEvent> load(String stream, LoadOptions options) {
      return load;
    }

    @Override
    public Mono<Long> head(String stream) {
      return head;
    }
  }

  @Test
  void anAcknowledgedAppendIsWrittenWithItsResult() {
    AppendResult result = new AppendResult(5, false, true);

    assertThat(appended(Mono.just(result)))
        .isEqualTo(
            new Append(
                new Span(1, 1, 2),
                "s",
                EXPECTED,
                List.of(NAME),
                new AppendOutcome.Acknowledged(result)));
  }

  @Test
  void typedFailuresOfAppendsSayWhatBecameOfThem() {
    assertThat(failed(new VersionConflictException("s", EXPECTED, 6)))
        .isEqualTo(new AppendOutcome.Conflict(6));
    assertThat(failed(new StoreUnavailableException("away", null)))
        .isEqualTo(new AppendOutcome.Refused("StoreUnavailableException: away"));
    assertThat(failed(new InvalidRequestException("bad")))
        .isInstanceOf(AppendOutcome.Refused.class);
    assertThat(failed(new UnknownOutcomeException("lost", null)))
        .isInstanceOf(AppendOutcome.Unknown.class);
    assertThat(failed(new StateStoreException(StateStoreException.Kind.FAILED, "no", null)))
        .isInstanceOf(AppendOutcome.Refused.class);
    assertThat(failed(new StateStoreException(StateStoreException.Kind.UNAVAILABLE, "no", null)))
        .isInstanceOf(AppendOutcome.Unknown.class);
  }

  @Test
  void whoDoesNotSayWhatBecameOfAnAppendLeavesItUnknown() {
    assertThat(failed(new IllegalStateException("odd"))).isInstanceOf(AppendOutcome.Unknown.class);
  }

  @Test
  void anAppendWithoutAnAnswerIsUnknown() {
    assertThat(((Append) appended(Mono.empty())).outcome())
        .isInstanceOf(AppendOutcome.Unknown.class);
  }

  @Test
  void aCancelledAppendIsUnknown() {
    Disposable running = observed(Answers.append(Mono.never())).subscribe();
    running.dispose();

    assertThat(((Append) only()).outcome()).isEqualTo(new AppendOutcome.Unknown("given up"));
  }

  @Test
  void whatIsUnderWayAtTheEndIsUnknownAndWhatEndsLaterIsNotWritten() {
    EventStore store = recorder.observe(new Answers(Mono.never(), Flux.never(), Mono.never()));
    store.append("s", EXPECTED, List.of(EVENT)).subscribe();
    Disposable load = store.load("s").subscribe();
    store.head("s").subscribe();

    recorder.close();
    load.dispose();
    recorder.close();

    assertThat(lines())
        .hasSize(5)
        .satisfies(
            lines -> {
              assertThat(((Append) lines.get(1)).outcome())
                  .isEqualTo(new AppendOutcome.Unknown("the history ended first"));
              assertThat(((Load) lines.get(2)).outcome()).isInstanceOf(ReadOutcome.Unknown.class);
              assertThat(((Head) lines.get(3)).outcome()).isInstanceOf(ReadOutcome.Unknown.class);
            })
        .endsWith(new End(3));
  }

  @Test
  void aLoadIsWrittenWithAllThatWasDelivered() {
    Flux<RecordedEvent> answer = Flux.just(recorded(4, 30), recorded(5, 31));
    recorder.observe(Answers.load(answer)).load("s", LoadOptions.from(4)).blockLast();

    assertThat(only())
        .isEqualTo(
            new Load(
                new Span(1, 1, 2),
                "s",
                LoadOptions.from(4),
                List.of(
                    new Delivered(4, new EventId(3, 30, 0)),
                    new Delivered(5, new EventId(3, 31, 0))),
                new ReadOutcome.Complete()));
  }

  @Test
  void aLoadThatFailsOrIsGivenUpKeepsWhatWasDelivered() {
    Flux<RecordedEvent> one = Flux.just(recorded(4, 30));
    EventStore failing =
        recorder.observe(Answers.load(one.concatWith(Flux.error(new IllegalStateException("x")))));
    assertThatThrownBy(() -> failing.load("s").blockLast()).hasMessage("x");
    recorder.observe(Answers.load(one.concatWith(Flux.never()))).load("s").blockFirst();
    recorder.close();

    assertThat(lines().subList(1, 3))
        .extracting(line -> ((Load) line).read().size(), line -> ((Load) line).outcome())
        .containsExactly(
            tuple(1, new ReadOutcome.Failed("IllegalStateException: x")),
            tuple(1, new ReadOutcome.Unknown("given up")));
  }

  @Test
  void anotherPayloadIsAnotherEvent() {
    RecordedEvent event = recorded(4, 30);
    RecordedEvent changed =
        new RecordedEvent(event.id(), event.name(), "s", Json.parse("{\"a\":1}"), 4);
    RecordedEvent spelt =
        new RecordedEvent(event.id(), event.name(), "s", Json.parse("{ \"a\" : 1 }"), 4);

    EventId name = EventId.of(changed.id(), changed.data());

    assertThat(name).isNotEqualTo(EventId.of(event.id(), event.data()));
    assertThat(name).isEqualTo(EventId.of(spelt.id(), spelt.data()));
    assertThat(EventId.parse(name.toString())).isEqualTo(name);
  }

  @Test
  void aHeadIsWrittenWithItsAnswer() {
    recorder.observe(Answers.head(Mono.just(9L))).head("s").block();
    recorder.observe(Answers.head(Mono.empty())).head("s").block();
    recorder.close();

    assertThat(lines().subList(1, 3))
        .containsExactly(
            new Head(new Span(1, 1, 2), "s", 9, new ReadOutcome.Complete()),
            new Head(new Span(2, 3, 4), "s", 0, new ReadOutcome.Complete()));
  }

  @Test
  void eachSubscriptionIsAnOperation() {
    Mono<Long> head = recorder.observe(Answers.head(Mono.just(9L))).head("s");
    assertThat(lines()).hasSize(1);
    head.block();
    head.block();

    assertThat(lines()).hasSize(3);
  }

  @Test
  void notesStandAmongTheOperations() {
    recorder.demand(new Demand(1, 2, 3));
    recorder.fault("cut");
    recorder.heal("cut");
    recorder.close();

    assertThat(lines())
        .containsExactly(
            HEADER, new Demand(1, 2, 3), new Fault(1, "cut"), new Heal(2, "cut"), new End(0));
  }

  @Test
  void aFileThatExistsIsNotOverwritten() {
    assertThatThrownBy(() -> HistoryRecorder.create(file, HEADER))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static RecordedEvent recorded(long version, long low) {
    String id = new UUID(3, low).toString();
    return new RecordedEvent(id, "e", "s", Json.ofString(id.toString()), version);
  }

  private Mono<AppendResult> observed(EventStore store) {
    return recorder.observe(store).append("s", EXPECTED, List.of(EVENT));
  }

  private HistoryLine appended(Mono<AppendResult> answer) {
    observed(Answers.append(answer)).block();
    return only();
  }

  private AppendOutcome failed(RuntimeException failure) {
    Mono<AppendResult> answer = Mono.error(failure);
    assertThatThrownBy(() -> observed(Answers.append(answer)).block()).isSameAs(failure);
    List<HistoryLine> lines = lines();
    return ((Append) lines.get(lines.size() - 1)).outcome();
  }

  private HistoryLine only() {
    assertThat(lines()).hasSize(2);
    return lines().get(1);
  }

  /** What is in the file, whether the history has ended or not. */
  private List<HistoryLine> lines() {
    List<HistoryLine> lines = new ArrayList<>();
    History.of(file).forEachLine((number, line) -> lines.add(line));
    return lines;
  }
}
