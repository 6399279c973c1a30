package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.JsonValues;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.StreamScript;
import dev.slicebench.conformance.rules.check.WrittenBeneath;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/** Loads and heads. */
final class ReadRules {

  private static final int LONGER_THAN_A_WINDOW = 450;
  private static final int LARGE_EVENTS = 18;
  private static final int LARGE_EVENT_BYTES = 300_000;
  private static final int RANDOM_RANGES = 40;

  private ReadRules() {}

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.READ, Capability.EVENT_STORE);
    Declaration seam = group.with(Capability.SEAM);
    return List.of(
        group.must(
            "3.1",
            "A load MUST deliver every version from 1 to the head once, in order.",
            "State is a fold over all events: one missing, doubled or misplaced makes another state.",
            context -> StreamScript.of(context).append(1, 4, 2, 5).holds().byNewInstance().holds()),
        group.must(
            "3.2",
            "A load from a version MUST begin with that version.",
            "Readers catch up from where they stopped.",
            context -> {
              StreamScript script = ten(context);
              for (long from = 1; from <= 10; from++) {
                script.loads(LoadOptions.from(from));
              }
            }),
        group.must(
            "3.3",
            "A load to a version MUST end with that version, or with the head before it.",
            "State as it was is read so.",
            context -> {
              StreamScript script = ten(context);
              for (long to = 1; to <= 11; to++) {
                script.loads(LoadOptions.all().withTo(to));
              }
            }),
        group.must(
            "3.4",
            "A load with a count MUST deliver the first so many events in its direction.",
            "Pages are cut so.",
            context -> {
              StreamScript script = ten(context);
              for (long count = 1; count <= 11; count++) {
                script.loads(LoadOptions.all().withMaxCount(count));
                script.loads(LoadOptions.from(3).withMaxCount(count));
                script.loads(LoadOptions.last(count));
              }
            }),
        group.must(
            "3.5",
            "A load of an empty range MUST be empty: beyond the head, to below from, no count.",
            "The end of a stream is no error and no event.",
            context -> {
              StreamScript script = ten(context);
              script.loads(LoadOptions.from(11)).loads(LoadOptions.from(Long.MAX_VALUE));
              script.loads(LoadOptions.from(6).withTo(5)).loads(LoadOptions.all().withTo(0));
              script.loads(LoadOptions.all().withMaxCount(0)).loads(LoadOptions.last(0));
            }),
        group.must(
            "3.6",
            "A stream that does not exist MUST load as empty, and have no head.",
            "Whoever decides first of all decides on nothing.",
            context -> StreamScript.of(context).holds().loads(LoadOptions.last(5)).isAtItsHead()),
        group.must(
            "3.7",
            "A load backwards MUST deliver the same events in the reverse order.",
            "The newest events are wanted most.",
            context -> {
              StreamScript script = ten(context);
              LoadOptions backwards = LoadOptions.all().withDirection(Direction.BACKWARDS);
              script.loads(backwards).loads(backwards.withTo(7)).loads(backwards.withFrom(4));
              script.loads(LoadOptions.last(1)).loads(LoadOptions.last(6));
            }),
        group.must(
            "3.8",
            "A range that begins or ends inside a batch MUST be cut at the event.",
            "Where documents end is no business of a reader's.",
            ReadRules::randomRanges),
        group
            .must(
                "3.9",
                "A stream longer than any window, page or chunk MUST load whole, in part and backwards.",
                "A lost page, or a second page in the wrong place, shows only on long streams.",
                ReadRules::longStream)
            .large(),
        group
            .must(
                "3.10",
                "A stream larger than a message MUST load whole.",
                "gRPC ends at 4 MiB, a stream does not.",
                ReadRules::largeStream)
            .large(),
        group.must(
            "3.11",
            "An event's data MUST come back as the same JSON value, its numbers as doubles at the"
                + " least.",
            "Whatever a domain writes it must read: unicode, binary, nothing, nesting.",
            context -> values(context, false)),
        group.should(
            "3.12",
            "An event's data SHOULD come back to the character.",
            "Signatures and numbers beyond 2^53 need it; Cosmos DB keeps JSON values, not texts.",
            context -> values(context, true)),
        group.must(
            "3.13",
            "What was acknowledged MUST be read at once, by any instance.",
            "The next request may reach another replica.",
            context -> {
              StreamScript script = StreamScript.of(context);
              for (int i = 0; i < 8; i++) {
                script.append(1 + i % 3).byNewInstance().isAtItsHead().holds();
              }
            }),
        group.must(
            "3.14",
            "The head MUST be the last event's version, and of a stream that a refused append named"
                + " there MUST be none.",
            "A head ahead of the events makes readers fail, one behind makes writers fail.",
            context -> {
              StreamScript script = StreamScript.of(context).conflict(ExpectedVersion.exact(3));
              script.isAtItsHead();
              for (int size : new int[] {1, 3, 2}) {
                script.append(size).isAtItsHead().byNewInstance().isAtItsHead();
              }
            }),
        seam.must(
            "3.15",
            "A document that cannot be read MUST fail the load, never shorten it.",
            "daprd tells a bulk read's failures key by key: easily overlooked, and then events are gone.",
            context ->
                tampered(
                    context,
                    (key, item) -> {
                      throw new StateStoreException(Kind.FAILED, "key '" + key + "': broken", null);
                    })),
        seam.must(
            "3.16",
            "A document that is missing below the head MUST fail the load, never shorten it.",
            "A bulk read that fails half way tells the rest as missing (SQL components).",
            context -> tampered(context, (key, item) -> StateItem.absent(key))));
  }

  private static StreamScript ten(RuleContext context) {
    return StreamScript.of(context).append(4, 1, 3, 2);
  }

  private static void randomRanges(RuleContext context) {
    Random random = context.random();
    StreamScript script = StreamScript.of(context);
    while (script.model().size() < 50) {
      script.append(1 + random.nextInt(9));
    }
    int length = script.model().size();
    for (int i = 0; i < RANDOM_RANGES * context.scale(); i++) {
      script.loads(
          new LoadOptions(
              1 + random.nextInt(length + 3),
              random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(length + 3),
              random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(length + 3),
              random.nextBoolean() ? Direction.FORWARDS : Direction.BACKWARDS));
    }
  }

  private static void longStream(RuleContext context) {
    Random random = context.random();
    StreamScript script = StreamScript.of(context);
    int length = LONGER_THAN_A_WINDOW * (int) Math.sqrt(context.scale());
    while (script.model().size() < length) {
      script.append(random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(60));
    }
    script.holds().loads(LoadOptions.all().withDirection(Direction.BACKWARDS));
    script.byNewInstance().loads(LoadOptions.from(133).withTo(377));
    script.loads(LoadOptions.from(133).withTo(377).withDirection(Direction.BACKWARDS));
    script.loads(LoadOptions.last(10)).loads(LoadOptions.from(length - 9L));
    StreamScript late = script.byNewInstance().isAtItsHead();
    long seen = script.model().size();
    script.append(1);
    late.conflict(ExpectedVersion.exact(seen));
    script.byNewInstance().conflict(ExpectedVersion.noStream()).loads(LoadOptions.last(10));
  }

  private static void largeStream(RuleContext context) {
    StreamScript script = StreamScript.of(context);
    Json large = Json.ofString("x".repeat(LARGE_EVENT_BYTES));
    for (int i = 0; i < LARGE_EVENTS; i++) {
      EventData event = new EventData(script.events(1).get(0).id(), "large", large);
      script.append(ExpectedVersion.exact(i), List.of(event));
    }
    List<Long> right = script.model().stream().map(RecordedEvent::version).toList();
    List<Long> loaded = new ArrayList<>();
    for (RecordedEvent event : script.store().load(script.name())) {
      require(
          event.data().equals(large),
          "%s: version %d, %d bytes of data, came back with %d",
          script,
          event.version(),
          large.sizeBytes(),
          event.data().sizeBytes());
      loaded.add(event.version());
    }
    require(
        loaded.equals(right),
        "%s: %d events of %d bytes each load as the versions %s",
        script,
        LARGE_EVENTS,
        LARGE_EVENT_BYTES,
        loaded);
  }

  private static void values(RuleContext context, boolean toTheCharacter) {
    byte[] binary = new byte[256];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) i;
    }
    List<Json> payloads = new ArrayList<>();
    for (String text :
        List.of(
            "null",
            "true",
            "0",
            "9007199254740993",
            "123456789012345678901234567890.123456789012345678901234567890e-7",
            "{}",
            "[]",
            "{\"b\":1,\"a\":{\"Version\":7,\"EventId\":[[[{\"x\":[1,2,{}]}]]]}}",
            "{\"a\" : [ 1 ,\n 2 ] }",
            "\"\\u00fc\\/\"")) {
      payloads.add(Json.parse(text));
    }
    payloads.add(Json.ofString(""));
    payloads.add(
        Json.ofString("\u00fc \u4e2d \ud83d\ude00 \u0000 \" \\ / \n \u2028 <&>'+ e\u0301 \u00e9"));
    payloads.add(Json.ofBinary(new byte[0]));
    payloads.add(Json.ofBinary(binary));
    StreamScript script = StreamScript.of(context);
    List<EventData> sent = new ArrayList<>();
    for (Json payload : payloads) {
      sent.add(new EventData(script.events(1).get(0).id(), "n\u00e4me \"quoted\"", payload));
    }
    script.store().append(script.name(), ExpectedVersion.noStream(), sent);
    List<RecordedEvent> loaded = script.store().load(script.name());
    require(
        loaded.size() == sent.size(),
        "%s: of %d events %d were loaded",
        script,
        sent.size(),
        loaded.size());
    for (int i = 0; i < sent.size(); i++) {
      EventData right = sent.get(i);
      RecordedEvent event = loaded.get(i);
      require(
          event.id().equals(right.id())
              && Objects.equals(event.name(), right.name())
              && (toTheCharacter
                  ? event.data().equals(right.data())
                  : JsonValues.same(event.data().utf8(), right.data().utf8())),
          "%s: %s came back as %s",
          script,
          right,
          event);
    }
  }

  /** Loads a stream, one of whose documents in the middle reads as {@code tampering} says. */
  private static void tampered(
      RuleContext context, BiFunction<String, StateItem, StateItem> tampering) {
    AtomicBoolean armed = new AtomicBoolean();
    WrittenBeneath documents = new WrittenBeneath();
    List<String> victim = new ArrayList<>();
    StreamScript script =
        StreamScript.of(
            context,
            context.newName(),
            context
                .subject()
                .open(
                    state ->
                        tampered(
                            documents.watch(state),
                            (key, item) ->
                                armed.get() && victim.contains(key)
                                    ? tampering.apply(key, item)
                                    : item)));
    script.append(2, 3);
    List<String> before = List.copyOf(documents.keys());
    script.append(2);
    documents.keys().stream().filter(key -> !before.contains(key)).forEach(victim::add);
    script.append(1, 2);
    armed.set(true);
    List<RecordedEvent> loaded;
    try {
      loaded = script.store().load(script.name());
    } catch (EventStoreException e) {
      return;
    }
    require(
        loaded.equals(script.model()),
        "%s: %s cannot be read, and a load delivers %d of its %d events as if that were all",
        script,
        victim,
        loaded.size(),
        script.model().size());
  }

  /** Changes what is read of documents. */
  private static StateStore tampered(
      StateStore state, BiFunction<String, StateItem, StateItem> tampering) {
    return state
        .intercepted(
            Get.class, (get, next) -> get.on(next).map(item -> tampering.apply(get.key(), item)))
        .intercepted(
            BulkGet.class,
            (bulkGet, next) ->
                bulkGet
                    .on(next)
                    .map(
                        items -> {
                          Map<String, StateItem> changed = new HashMap<>(items);
                          changed.replaceAll(tampering);
                          return changed;
                        }))
        .intercepted(
            Query.class,
            (query, next) ->
                query
                    .on(next)
                    .map(
                        items ->
                            items.stream()
                                .map(item -> tampering.apply(item.key(), item))
                                .filter(StateItem::exists)
                                .toList()));
  }
}
