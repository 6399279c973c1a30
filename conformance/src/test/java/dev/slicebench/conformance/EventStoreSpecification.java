package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.VersionConflictException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code EventStore} promises a caller who is alone, in every mode of a store. */
abstract class EventStoreSpecification extends StoreSpecification {

  private static final long SEED = Long.getLong("slicebench.seed", 20261123L);

  EventStoreSpecification(SidecarKind kind, Backend.BuiltIn backend) {
    super(kind, backend);
  }

  // Append

  @EachSafeMode
  void aFirstAppendGetsTheVersionsFromOne(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();

    AppendResult result = store.append(stream, ExpectedVersion.noStream(), events(3));

    assertThat(result).isEqualTo(new AppendResult(3, true, false));
    assertThat(versions(store.load(stream))).containsExactly(1L, 2L, 3L);
    assertThat(store.head(stream)).hasValue(3);
  }

  @EachSafeMode
  void exactZeroMeansNoStream(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();

    assertThat(store.append(stream, ExpectedVersion.exact(0), events(1)))
        .isEqualTo(new AppendResult(1, true, false));
    assertConflict(store, stream, ExpectedVersion.exact(0), 1);
  }

  @EachSafeMode
  void eachExpectationThatIsMetAppendsBehindTheLast(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();

    assertThat(store.append(stream, ExpectedVersion.any(), events(1)))
        .isEqualTo(new AppendResult(1, true, false));
    assertThat(store.append(stream, ExpectedVersion.exact(1), events(2)))
        .isEqualTo(new AppendResult(3, false, false));
    assertThat(store.append(stream, ExpectedVersion.streamExists(), events(1)))
        .isEqualTo(new AppendResult(4, false, false));
    assertThat(store.append(stream, ExpectedVersion.any(), events(3)))
        .isEqualTo(new AppendResult(7, false, false));
    assertThat(versions(store.load(stream))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @EachSafeMode
  void eachExpectationThatIsNotMetIsAConflict(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    assertConflict(store, stream, ExpectedVersion.streamExists(), 0);
    assertConflict(store, stream, ExpectedVersion.exact(2), 0);
    store.append(stream, ExpectedVersion.noStream(), events(2));
    store.append(stream, ExpectedVersion.exact(2), events(2));
    List<RecordedEvent> before = store.load(stream);

    assertConflict(store, stream, ExpectedVersion.noStream(), 4);
    assertConflict(store, stream, ExpectedVersion.exact(0), 4);
    assertConflict(store, stream, ExpectedVersion.exact(1), 4);
    assertConflict(store, stream, ExpectedVersion.exact(2), 4);
    assertConflict(store, stream, ExpectedVersion.exact(3), 4);
    assertConflict(store, stream, ExpectedVersion.exact(5), 4);
    assertConflict(store, stream, ExpectedVersion.exact(1_000), 4);
    assertConflict(store, stream, ExpectedVersion.exact(Long.MAX_VALUE - 1), 4);
    assertConflict(store, stream, ExpectedVersion.exact(Long.MAX_VALUE), 4);
    assertConflict(open(mode).blocking(), stream, ExpectedVersion.exact(Long.MAX_VALUE), 4);

    assertThat(store.load(stream)).isEqualTo(before);
    assertThat(store.head(stream)).hasValue(4);
  }

  @EachSafeMode
  void aVersionInsideASliceIsNotTheStreams(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    store.append(stream, ExpectedVersion.noStream(), events(5));
    for (LoadOptions options :
        List.of(LoadOptions.all().withTo(3), LoadOptions.all().withMaxCount(2))) {
      try (Stream<RecordedEvent> loaded = store.stream(stream, options)) {
        assertThat(loaded).isNotEmpty();
      }
    }

    assertConflict(store, stream, ExpectedVersion.exact(2), 5);
    assertConflict(store, stream, ExpectedVersion.exact(3), 5);
    assertThat(versions(store.load(stream))).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @EachSafeMode
  void anAppendWithoutEventsWritesNothing(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();

    assertThat(store.append(stream, ExpectedVersion.any(), List.of()))
        .isEqualTo(new AppendResult(0, false, false));
    assertThat(store.append(stream, ExpectedVersion.noStream(), List.of()).nextExpectedVersion())
        .isZero();
    assertThat(store.head(stream)).isEmpty();

    store.append(stream, ExpectedVersion.noStream(), events(2));
    for (ExpectedVersion met :
        List.of(ExpectedVersion.any(), ExpectedVersion.exact(2), ExpectedVersion.streamExists())) {
      assertThat(store.append(stream, met, List.of())).isEqualTo(new AppendResult(2, false, false));
    }
    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.noStream(), List.of()))
        .isInstanceOf(VersionConflictException.class);
    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.exact(1), List.of()))
        .isInstanceOf(VersionConflictException.class);
  }

  @EachSafeMode
  void anAppendKeepsTheOrderOfItsEventsAndAllTheirFields(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    List<EventData> sent = events(25);

    store.append(stream, ExpectedVersion.noStream(), sent);

    assertThat(store.load(stream)).isEqualTo(recorded(stream, 0, sent));
  }

  @EachSafeMode
  void anIdTwiceInOneAppendIsRefused(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    EventData event = EventData.of("twice", Json.parse("1"));

    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.any(), List.of(event, event)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(event.id().toString());
    assertThat(store.head(stream)).isEmpty();
  }

  // Idempotency: anchors.md A.4

  @EachSafeMode
  void theSameBatchAgainIsARepeat(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    List<EventData> first = events(3);
    List<EventData> second = events(2);
    store.append(stream, ExpectedVersion.noStream(), first);
    store.append(stream, ExpectedVersion.exact(3), second);

    for (BlockingEventStore either : List.of(store, open(mode).blocking())) {
      assertThat(either.append(stream, ExpectedVersion.noStream(), first))
          .isEqualTo(new AppendResult(3, true, true));
      assertThat(either.append(stream, ExpectedVersion.exact(3), second))
          .isEqualTo(new AppendResult(5, false, true));
    }
    assertThat(store.load(stream)).hasSize(5);
    assertThat(store.append(stream, ExpectedVersion.exact(5), events(1)).nextExpectedVersion())
        .isEqualTo(6);
  }

  @EachSafeMode
  void theFirstPartOfABatchAgainIsARepeat(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    List<EventData> first = events(3);
    List<EventData> second = events(4);
    store.append(stream, ExpectedVersion.noStream(), first);
    store.append(stream, ExpectedVersion.exact(3), second);

    for (BlockingEventStore either : List.of(store, open(mode).blocking())) {
      assertThat(either.append(stream, ExpectedVersion.noStream(), first.subList(0, 2)))
          .isEqualTo(new AppendResult(2, true, true));
      assertThat(either.append(stream, ExpectedVersion.exact(3), second.subList(0, 1)))
          .isEqualTo(new AppendResult(4, false, true));
    }
    assertThat(store.head(stream)).hasValue(7);
  }

  @EachSafeMode
  void aBatchAgainWithMoreOrOtherEventsIsAConflict(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    List<EventData> first = events(2);
    store.append(stream, ExpectedVersion.noStream(), first);
    List<EventData> more = new ArrayList<>(first);
    more.addAll(events(1));
    List<EventData> swapped = List.of(first.get(1), first.get(0));

    for (ExpectedVersion expected : List.of(ExpectedVersion.noStream(), ExpectedVersion.exact(0))) {
      for (List<EventData> other : List.of(more, swapped, events(2), first.subList(1, 2))) {
        assertThatThrownBy(() -> store.append(stream, expected, other))
            .isInstanceOf(VersionConflictException.class);
      }
    }
    assertThat(store.load(stream)).isEqualTo(recorded(stream, 0, first));
  }

  @EachSafeMode
  void aRepeatReachesAcrossSeveralAppends(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    List<EventData> sent = events(4);
    store.append(stream, ExpectedVersion.noStream(), sent.subList(0, 1));
    store.append(stream, ExpectedVersion.exact(1), sent.subList(1, 4));

    assertThat(store.append(stream, ExpectedVersion.noStream(), sent))
        .isEqualTo(new AppendResult(4, true, true));
    assertThat(store.append(stream, ExpectedVersion.noStream(), sent.subList(0, 2)))
        .isEqualTo(new AppendResult(2, true, true));
    assertThat(store.append(stream, ExpectedVersion.exact(2), sent.subList(2, 4)))
        .isEqualTo(new AppendResult(4, false, true));
  }

  @EachSafeMode
  void aRepeatWithAnyVersionNeverConflicts(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    List<EventData> sent = events(2);
    store.append(stream, ExpectedVersion.any(), sent);

    AppendResult again = store.append(stream, ExpectedVersion.any(), sent);

    assertThat(again.nextExpectedVersion()).isEqualTo(again.repeat() ? 2 : 4);
    assertThat(store.head(stream)).hasValue(again.repeat() ? 2 : 4);
  }

  @EachSafeMode
  void theSameIdsInAnotherStreamAreNoRepeat(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    List<EventData> sent = events(2);
    store.append(newStream(), ExpectedVersion.noStream(), sent);

    assertThat(store.append(newStream(), ExpectedVersion.noStream(), sent).repeat()).isFalse();
  }

  // Load

  @EachSafeMode
  void aMissingStreamIsEmpty(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();

    assertThat(store.load(newStream())).isEmpty();
    assertThat(store.load(newStream(), LoadOptions.last(5))).isEmpty();
    assertThat(store.head(newStream())).isEmpty();
  }

  @EachSafeMode
  void aLoadDeliversItsRange(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    List<RecordedEvent> all = append(store, stream, 4, 1, 3, 2);

    for (LoadOptions options :
        List.of(
            LoadOptions.all(),
            LoadOptions.from(1),
            LoadOptions.from(3),
            LoadOptions.from(10),
            LoadOptions.from(11),
            LoadOptions.from(1_000_000),
            LoadOptions.from(Long.MAX_VALUE),
            LoadOptions.all().withTo(0),
            LoadOptions.all().withTo(6),
            LoadOptions.all().withTo(10),
            LoadOptions.all().withTo(11),
            LoadOptions.from(6).withTo(5),
            LoadOptions.from(6).withTo(6),
            LoadOptions.all().withMaxCount(0),
            LoadOptions.all().withMaxCount(1),
            LoadOptions.from(3).withTo(8).withMaxCount(4),
            LoadOptions.from(9).withMaxCount(100))) {
      for (Direction direction : Direction.values()) {
        assertLoads(store, stream, all, options.withDirection(direction));
      }
    }
    assertLoads(store, stream, all, LoadOptions.last(1));
    assertLoads(store, stream, all, LoadOptions.last(5));
    assertLoads(store, stream, all, LoadOptions.last(50));
  }

  @EachSafeMode
  void randomAppendsAndRandomRangesAgreeWithAList(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    Random random = new Random(SEED);
    for (int i = 0; i < 2; i++) {
      String stream = newStream();
      List<RecordedEvent> model = new ArrayList<>();
      while (model.size() < 70) {
        List<EventData> batch = events(1 + random.nextInt(9));
        store.append(stream, ExpectedVersion.exact(model.size()), batch);
        model.addAll(recorded(stream, model.size(), batch));
      }
      for (int j = 0; j < 60; j++) {
        LoadOptions options =
            new LoadOptions(
                1 + random.nextInt(model.size() + 3),
                random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(model.size() + 3),
                random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(model.size() + 3),
                random.nextBoolean() ? Direction.FORWARDS : Direction.BACKWARDS);
        assertLoads(store, stream, model, options);
      }
    }
  }

  @EachSafeMode
  void aLongStreamIsLoadedWholeInPartAndBackwards(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    Random random = new Random(SEED);
    List<RecordedEvent> model = new ArrayList<>();
    while (model.size() < 1_200) {
      List<EventData> batch = events(random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(90));
      store.append(stream, ExpectedVersion.exact(model.size()), batch);
      model.addAll(recorded(stream, model.size(), batch));
    }

    assertLoads(store, stream, model, LoadOptions.all());
    assertLoads(store, stream, model, LoadOptions.all().withDirection(Direction.BACKWARDS));
    assertLoads(store, stream, model, LoadOptions.last(10));
    assertLoads(store, stream, model, LoadOptions.from(model.size() - 9));
    assertLoads(store, stream, model, LoadOptions.from(333).withTo(777));
    assertLoads(
        open(mode).blocking(),
        stream,
        model,
        LoadOptions.from(333).withTo(777).withDirection(Direction.BACKWARDS));
  }

  @EachSafeMode
  void aLoadOfMoreThanAMessageHoldsIsWhole(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    List<RecordedEvent> model = new ArrayList<>();
    Json large = Json.ofString("x".repeat(300_000));
    for (int i = 0; i < 18; i++) {
      List<EventData> batch = List.of(EventData.of("large", large));
      store.append(stream, ExpectedVersion.exact(i), batch);
      model.addAll(recorded(stream, i, batch));
    }

    assertLoads(store, stream, model, LoadOptions.all());
    assertLoads(open(mode).blocking(), stream, model, LoadOptions.last(17));
  }

  // Names

  @EachSafeMode
  void streamNamesMayBeAlmostAnything(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String run = newStream();
    String forbidden = profile().keys().forbidden();
    for (String name :
        List.of(
            run + "|with|bars",
            run
                + " with spaces and 'quotes' \"double\" % & +"
                + (forbidden.contains("/") ? "" : "\\/#?"),
            run
                + "-\u00fcn\u00efc\u00f6de-\u4e2d\u6587"
                + (profile().keys().supplementary() ? "-\ud83d\ude00" : ""),
            "|" + run,
            run
                + "-"
                + "n"
                    .repeat(
                        Math.min(1_024, profile().keys().maxLength() - 100) - run.length() - 1))) {
      List<EventData> sent = events(3);
      store.append(name, ExpectedVersion.noStream(), sent);
      assertThat(store.load(name)).isEqualTo(recorded(name, 0, sent));
      assertThat(open(mode).blocking().load(name, LoadOptions.from(2))).hasSize(2);
    }
  }

  @EachSafeMode
  void streamNamesThatDaprOrTheStoreWouldNotTakeAreRefused(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    List<String> names = new ArrayList<>(List.of("", "a||b", "||", "a|", "|"));
    if (!profile().keys().supplementary()) {
      names.add("a\ud83d\ude00");
    }
    profile().keys().forbidden().chars().forEach(one -> names.add("a" + (char) one + "b"));
    for (String name : names) {
      assertThatThrownBy(() -> store.append(name, ExpectedVersion.any(), events(1)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> store.load(name)).isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> store.head(name)).isInstanceOf(InvalidRequestException.class);
    }
  }

  @EachSafeMode
  void streamsWithNamesAlikeDoNotSeeEachOther(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String a = newStream();
    List<String> names =
        List.of(a, a + "|1", a + "|head", a + "|2", a + "|from-1", a + "|from-head", a + "|1|head");
    List<List<EventData>> sent = new ArrayList<>();
    for (String name : names) {
      List<EventData> batch = events(2);
      sent.add(batch);
      assertThat(store.append(name, ExpectedVersion.noStream(), batch))
          .isEqualTo(new AppendResult(2, true, false));
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      assertThat(store.load(name)).isEqualTo(recorded(name, 0, sent.get(i)));
    }
  }

  // Payloads

  @EachSafeMode
  void payloadsComeBackToTheCharacter(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    byte[] binary = new byte[256];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) i;
    }
    List<Json> payloads =
        Stream.of(
                Json.parse("null"),
                Json.parse("true"),
                Json.parse("0"),
                Json.parse("9007199254740993"),
                Json.parse("123456789012345678901234567890.123456789012345678901234567890e-7"),
                Json.parse("{}"),
                Json.parse("[]"),
                Json.parse("{\"b\":1,\"a\":{\"Version\":7,\"EventId\":[[[{\"x\":[1,2,{}]}]]]}}"),
                Json.parse("{\"a\" : [ 1 ,\n 2 ] }"),
                Json.ofString(""),
                Json.ofString("\u00fc \u4e2d \ud83d\ude00 \u0000 \" \\ / \n \u2028 <&>'+"),
                Json.parse("\"\\u00fc\\/\""),
                Json.ofBinary(new byte[0]),
                Json.ofBinary(binary),
                Json.of(List.of(1, "two", 3.5)))
            .toList();
    List<EventData> sent =
        payloads.stream().map(data -> EventData.of("n\u00e4me \"quoted\"", data)).toList();

    store.append(stream, ExpectedVersion.noStream(), sent);

    List<RecordedEvent> loaded = store.load(stream);
    List<RecordedEvent> expected = recorded(stream, 0, sent);
    if (profile().jsonValues() && mode != SliceMode.TRANSACTIONAL) {
      assertThat(loaded.stream().map(EventStoreSpecification::asDoubles).toList())
          .isEqualTo(expected.stream().map(EventStoreSpecification::asDoubles).toList());
    } else {
      assertThat(loaded).isEqualTo(expected);
    }
    assertThat(loaded.get(13).data().as(byte[].class)).isEqualTo(binary);
  }

  /** What a store that keeps JSON keeps of an event's data. */
  private static JsonNode asDoubles(RecordedEvent event) {
    try {
      return new ObjectMapper()
          .setNodeFactory(
              new JsonNodeFactory() {
                @Override
                public NumericNode numberNode(int value) {
                  return DoubleNode.valueOf((double) value);
                }

                @Override
                public NumericNode numberNode(long value) {
                  return DoubleNode.valueOf((double) value);
                }
              })
          .readTree(event.data().text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @EachSafeMode
  void aPayloadAtTheLimitIsKeptAndOneOverItIsRefusedBeforeAnyWrite(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    int jsonBytes = 9 * 1024 * 1024;
    LimitExceededException refused = limitExceeded(store, stream, jsonBytes);
    assertThat(refused).isNotNull();
    while (refused != null) {
      assertThat(refused.requested()).isGreaterThan(refused.allowed());
      assertThat(store.head(stream)).isEmpty();
      assertThat(store.load(stream)).isEmpty();
      jsonBytes -= (int) (refused.requested() - refused.allowed());
      refused = limitExceeded(store, stream, jsonBytes);
    }

    assertThat(store.load(stream)).isEqualTo(recorded(stream, 0, List.of(sized(jsonBytes))));
    assertThat(limitExceeded(store, newStream(), jsonBytes + 1024)).isNotNull();
  }

  private static @Nullable LimitExceededException limitExceeded(
      BlockingEventStore store, String stream, int jsonBytes) {
    try {
      store.append(stream, ExpectedVersion.noStream(), List.of(sized(jsonBytes)));
      return null;
    } catch (LimitExceededException e) {
      return e;
    }
  }

  // Two instances

  @EachSafeMode
  void twoInstancesSeeEachOthersAppends(SliceMode mode) {
    BlockingEventStore one = open(mode).blocking();
    BlockingEventStore other = open(mode).blocking();
    String stream = newStream();
    List<RecordedEvent> model = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      BlockingEventStore writer = i % 2 == 0 ? one : other;
      BlockingEventStore reader = i % 2 == 0 ? other : one;
      List<EventData> batch = events(1 + i % 3);
      assertThat(
              writer
                  .append(stream, ExpectedVersion.exact(model.size()), batch)
                  .nextExpectedVersion())
          .isEqualTo(model.size() + batch.size());
      long stale = model.size();
      model.addAll(recorded(stream, model.size(), batch));
      assertConflict(reader, stream, ExpectedVersion.exact(stale), model.size());
      assertThat(reader.load(stream)).isEqualTo(model);
      assertThat(reader.head(stream)).hasValue(model.size());
    }
  }

  @EachSafeMode
  void anInstanceWhoseKnowledgeIsOldIsToldOfAConflict(SliceMode mode) {
    BlockingEventStore one = open(mode).blocking();
    BlockingEventStore other = open(mode).blocking();
    String stream = newStream();
    List<RecordedEvent> model = append(one, stream, 2);
    for (int i = 0; i < 5; i++) {
      List<EventData> batch = events(3);
      other.append(stream, ExpectedVersion.any(), batch);
      model.addAll(recorded(stream, model.size(), batch));
    }

    assertConflict(one, stream, ExpectedVersion.exact(2), 17);
    assertConflict(one, stream, ExpectedVersion.exact(4), 17);
    assertThat(one.append(stream, ExpectedVersion.any(), events(1)).nextExpectedVersion())
        .isEqualTo(18);
    assertThat(other.load(stream)).hasSize(18).startsWith(model.toArray(RecordedEvent[]::new));
  }

  private static void assertConflict(
      BlockingEventStore store, String stream, ExpectedVersion expected, long actual) {
    VersionConflictException conflict =
        catchThrowableOfType(
            VersionConflictException.class, () -> store.append(stream, expected, events(2)));
    assertThat(conflict).as("conflict with %s at %d", expected, actual).isNotNull();
    assertThat(conflict.stream()).isEqualTo(stream);
    assertThat(conflict.expected()).isEqualTo(expected);
    assertThat(conflict.actual()).isEqualTo(actual);
  }

  private static void assertLoads(
      BlockingEventStore store, String stream, List<RecordedEvent> model, LoadOptions options) {
    List<RecordedEvent> expected =
        new ArrayList<>(
            model.stream()
                .filter(e -> e.version() >= options.from() && e.version() <= options.to())
                .toList());
    if (options.direction() == Direction.BACKWARDS) {
      Collections.reverse(expected);
    }
    try (Stream<RecordedEvent> loaded = store.stream(stream, options)) {
      assertThat(loaded.toList())
          .as("%s of %d events, seed %d", options, model.size(), SEED)
          .isEqualTo(expected.stream().limit(options.maxCount()).toList());
    }
  }

  private static List<RecordedEvent> append(
      BlockingEventStore store, String stream, int... batches) {
    List<RecordedEvent> model = new ArrayList<>();
    for (int size : batches) {
      List<EventData> batch = events(size);
      store.append(stream, ExpectedVersion.exact(model.size()), batch);
      model.addAll(recorded(stream, model.size(), batch));
    }
    return model;
  }

  private static EventData sized(int jsonBytes) {
    return new EventData(
        new UUID(1, 2).toString(), "sized", Json.parse("\"" + "x".repeat(jsonBytes - 2) + "\""));
  }

  private static List<Long> versions(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::version).toList();
  }
}
