package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.StreamScript;
import dev.slicebench.conformance.rules.check.WrittenBeneath;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Appends, one after another. */
final class AppendRules {

  private static final int LARGER_THAN_A_MESSAGE_BYTES = 9 * 1024 * 1024;
  private static final int MORE_THAN_A_TRANSACTION = 150;

  /** From one event to as many as a transaction of 100 operations has room for beside the head. */
  static final List<Integer> LENGTHS = List.of(1, 2, 5, 10, 25, 99);

  private AppendRules() {}

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.APPEND, Capability.EVENT_STORE);
    Declaration seam = group.with(Capability.SEAM, Capability.STATE_STORE);
    return List.of(
        group.must(
            "1.1",
            "An append that expects no stream MUST give a new stream's events the versions from 1.",
            "Versions are the contract between writers: all else counts from here.",
            context ->
                StreamScript.of(context)
                    .append(ExpectedVersion.noStream(), StreamScript.events(context.random(), 3))
                    .holds()),
        group.must(
            "1.2",
            "An append that expects the stream's version MUST be stored right behind its last event.",
            "The normal case of load, decide, append.",
            context -> StreamScript.of(context).append(1, 2, 3, 1).holds()),
        group.must(
            "1.3",
            "An append that expects another version MUST be refused, and told the stream's version.",
            "A decision on old events must not get through; its writer needs to know where to look.",
            AppendRules::otherVersions),
        group.must(
            "1.4",
            "An append that expects no stream MUST be refused where there is one.",
            "Two that create the same must not both believe they did.",
            context ->
                StreamScript.of(context)
                    .append(2)
                    .conflict(ExpectedVersion.noStream())
                    .byNewInstance()
                    .conflict(ExpectedVersion.noStream())),
        group.must(
            "1.5",
            "An append that expects an existing stream MUST be refused where there is none.",
            "A typing error in a name must not create a stream.",
            context ->
                StreamScript.of(context).conflict(ExpectedVersion.streamExists()).isAtItsHead()),
        group.must(
            "1.6",
            "An append with any version MUST be stored behind the last event, whatever that is.",
            "Logs and facts need no decision.",
            AppendRules::anyVersion),
        group.must(
            "1.7",
            "An append that expects an existing stream MUST be stored where there is one.",
            "The wish is met by any version above 0.",
            AppendRules::existingStream),
        group.must(
            "1.8",
            "A refused append MUST leave nothing that can be read.",
            "What a writer was told is not there must not turn up.",
            AppendRules::nothingReadable),
        seam.must(
            "1.9",
            "A refused append MUST leave every stored document as it was.",
            "Acknowledged events must outlive other writers' errors.",
            AppendRules::nothingStored),
        group.must(
            "1.10",
            "A batch MUST keep the order of its events, and each event its id, name and data.",
            "Events of one decision tell a story in order.",
            context -> StreamScript.of(context).append(25).holds()),
        group.must(
            "1.11",
            "An append without events MUST write nothing, tell the version, and check what it expects.",
            "A decision without events is normal, and no stream comes from it.",
            AppendRules::withoutEvents),
        group.must(
            "1.12",
            "Expecting version 0 MUST mean expecting no stream.",
            "Whoever loaded nothing is at version 0.",
            context ->
                StreamScript.of(context)
                    .append(ExpectedVersion.exact(0), StreamScript.events(context.random(), 1))
                    .conflict(ExpectedVersion.exact(0))),
        group.must(
            "1.13",
            "A batch of 150 events MUST be stored whole, or refused and leave nothing.",
            "A transaction's limit (100 operations on Cosmos DB) must not cut a batch in two.",
            context -> wholeOrRefused(context, many(context.random()))),
        group
            .must(
                "1.14",
                "An event larger than a message MUST be stored whole, or refused and leave nothing.",
                "A limit found in the middle of a write leaves half an append.",
                context -> wholeOrRefused(context, large()))
            .large(),
        seam.must(
            "1.15",
            "An append over a limit MUST be refused before any write.",
            "What is never sent can never be half done.",
            AppendRules::limitBeforeWrite),
        group.must(
            "1.16",
            "After an append, the version told MUST be the head and the last event's version.",
            "Three answers to one question must agree.",
            AppendRules::versionsAgree),
        group.must(
            "1.17",
            "An append with the same id twice MUST be refused and leave nothing.",
            "Ids make appends repeatable only if they are one event's.",
            AppendRules::sameIdTwice),
        group.must(
            "1.18",
            "A version inside a batch MUST NOT be taken for the stream's, not even after a load to it.",
            "Behind it stands an event, though no document may.",
            AppendRules::insideBatch),
        group.must(
            "1.19",
            "A writer whose knowledge is old MUST be refused, however it came by it.",
            "A store that remembers heads must not trust its memory.",
            AppendRules::oldKnowledge),
        group.must(
            "1.20",
            "An append of any length MUST be stored whole, and be refused whole where its version is"
                + " old.",
            "99 events fill a transaction; each of them counts as one does.",
            AppendRules::anyLength));
  }

  private static void otherVersions(RuleContext context) {
    StreamScript script = StreamScript.of(context).conflict(ExpectedVersion.exact(2));
    script.append(2, 2);
    for (long version : new long[] {0, 1, 2, 3, 5, 6, 1_000, Long.MAX_VALUE}) {
      script.conflict(ExpectedVersion.exact(version));
      script.byNewInstance().conflict(ExpectedVersion.exact(version));
    }
  }

  private static void anyLength(RuleContext context) {
    for (int length : LENGTHS) {
      StreamScript script = StreamScript.of(context).append(1);
      StreamScript late = script.byNewInstance().isAtItsHead();
      script.append(1);
      // Of what it would write, the first alone is taken; then all of it.
      late.conflict(ExpectedVersion.exact(1), script.events(length));
      late = script.byNewInstance().isAtItsHead();
      script.appendSomehow(ExpectedVersion.exact(2), script.events(length));
      if (script.model().size() == 2) {
        // A store may take fewer: 1.13.
        script.holds();
        return;
      }
      late.conflict(ExpectedVersion.exact(2), script.events(length));
      script.byNewInstance().conflict(ExpectedVersion.noStream(), script.events(length)).holds();
    }
  }

  private static void anyVersion(RuleContext context) {
    StreamScript script = StreamScript.of(context);
    for (int size : new int[] {1, 3, 2}) {
      script.append(ExpectedVersion.any(), script.events(size));
    }
    script.byNewInstance().append(ExpectedVersion.any(), script.events(2));
    script.holds();
  }

  private static void existingStream(RuleContext context) {
    StreamScript script = StreamScript.of(context).append(1);
    script.append(ExpectedVersion.streamExists(), script.events(2)).holds();
    script.byNewInstance().append(ExpectedVersion.streamExists(), script.events(1));
  }

  private static void nothingReadable(RuleContext context) {
    StreamScript script = StreamScript.of(context).append(2, 1);
    List<EventData> events = script.events(4);
    for (ExpectedVersion wrong :
        List.of(
            ExpectedVersion.noStream(),
            ExpectedVersion.exact(1),
            ExpectedVersion.exact(2),
            ExpectedVersion.exact(7))) {
      refused(script, wrong, events);
    }
    script.holds().isAtItsHead().byNewInstance().holds().isAtItsHead();
    script.append(2).holds();
  }

  private static void nothingStored(RuleContext context) {
    WrittenBeneath documents = new WrittenBeneath();
    StreamScript script =
        StreamScript.of(context, context.newName(), context.subject().open(documents::watch));
    script.append(2, 1);
    StateStore state = context.subject().state();
    var before = documents.snapshot(state);
    for (long wrong : new long[] {0, 1, 2, 4}) {
      refused(script, ExpectedVersion.exact(wrong), script.events(3));
    }
    String change = WrittenBeneath.difference(before, documents.snapshot(state));
    require(change.isEmpty(), "%s: after refused appends, %s", script, change);
  }

  private static void refused(StreamScript script, ExpectedVersion wrong, List<EventData> events) {
    try {
      AppendResult told = script.store().append(script.name(), wrong, events);
      throw new BrokenRuleException(
          script + ": an append with " + wrong + " was told success: " + told);
    } catch (VersionConflictException e) {
      // As it should be; 1.3 looks closer.
    }
  }

  private static void withoutEvents(RuleContext context) {
    StreamScript script = StreamScript.of(context);
    for (ExpectedVersion met : List.of(ExpectedVersion.any(), ExpectedVersion.noStream())) {
      require(
          script
              .store()
              .append(script.name(), met, List.of())
              .equals(new AppendResult(0, false, false)),
          "%s does not exist, and an append without events was not told version 0",
          script);
    }
    script.isAtItsHead().append(2);
    for (ExpectedVersion met :
        List.of(ExpectedVersion.any(), ExpectedVersion.exact(2), ExpectedVersion.streamExists())) {
      AppendResult told = script.store().append(script.name(), met, List.of());
      require(
          told.equals(new AppendResult(2, false, false)),
          "%s is at version 2, and an append without events was told %s",
          script,
          told);
    }
    script.conflict(ExpectedVersion.noStream(), List.of());
    script.conflict(ExpectedVersion.exact(1), List.of()).isAtItsHead();
  }

  private static void wholeOrRefused(RuleContext context, List<EventData> events) {
    StreamScript script = StreamScript.of(context).append(1);
    try {
      script.store().append(script.name(), ExpectedVersion.exact(1), events);
    } catch (LimitExceededException e) {
      script.byNewInstance().holds().isAtItsHead();
      return;
    }
    List<String> stored =
        script.store().load(script.name()).stream().map(RecordedEvent::id).toList();
    List<String> sent = new ArrayList<>(List.of(script.model().get(0).id()));
    events.forEach(event -> sent.add(event.id()));
    require(
        stored.equals(sent),
        "%s: %d events were acknowledged, and %d of the %d that should be there are",
        script,
        events.size(),
        stored.size(),
        sent.size());
  }

  private static List<EventData> many(Random random) {
    return StreamScript.events(random, MORE_THAN_A_TRANSACTION);
  }

  private static List<EventData> large() {
    return List.of(
        new EventData(
            new UUID(1, 14).toString(),
            "large",
            Json.ofString("x".repeat(LARGER_THAN_A_MESSAGE_BYTES))));
  }

  private static void limitBeforeWrite(RuleContext context) {
    WrittenBeneath documents = new WrittenBeneath();
    StreamScript script =
        StreamScript.of(context, context.newName(), context.subject().open(documents::watch));
    for (List<EventData> events : List.of(many(context.random()), large())) {
      try {
        script.store().append(script.name(), ExpectedVersion.any(), events);
        return;
      } catch (LimitExceededException e) {
        require(
            documents.keys().isEmpty(),
            "%s: an append was refused (%s) after writes to %s",
            script,
            e.getMessage(),
            documents.keys());
      }
    }
  }

  private static void versionsAgree(RuleContext context) {
    StreamScript script = StreamScript.of(context);
    for (int i = 0; i < 6; i++) {
      script.append(1 + context.random().nextInt(4)).isAtItsHead();
      AtomicLong last = new AtomicLong();
      try (Stream<RecordedEvent> newest =
          script.store().stream(script.name(), LoadOptions.last(1))) {
        newest.forEach(event -> last.set(event.version()));
      }
      require(
          last.get() == script.model().size(),
          "%s is told to be at version %d, and its last event is version %d",
          script,
          script.model().size(),
          last.get());
    }
  }

  private static void sameIdTwice(RuleContext context) {
    StreamScript script = StreamScript.of(context);
    List<EventData> events = new ArrayList<>(script.events(2));
    events.add(events.get(0));
    try {
      AppendResult told = script.store().append(script.name(), ExpectedVersion.any(), events);
      throw new BrokenRuleException(
          script + ": an append with the id " + events.get(0).id() + " twice was told " + told);
    } catch (InvalidRequestException | VersionConflictException e) {
      script.holds().isAtItsHead();
    } catch (EventStoreException e) {
      StreamScript.passOnOutage(e);
      throw new BrokenRuleException(script + ": an append with an id twice was told " + e);
    }
  }

  private static void insideBatch(RuleContext context) {
    StreamScript script = StreamScript.of(context).append(5);
    for (long version = 1; version < 5; version++) {
      script.loads(LoadOptions.all().withTo(version));
      script.loads(LoadOptions.all().withMaxCount(version));
      script.conflict(ExpectedVersion.exact(version));
    }
    script.isAtItsHead();
  }

  private static void oldKnowledge(RuleContext context) {
    StreamScript old = StreamScript.of(context).append(2);
    StreamScript current = old.byNewInstance();
    for (int i = 0; i < 4; i++) {
      current.append(ExpectedVersion.any(), current.events(3));
    }
    old.conflict(ExpectedVersion.exact(2)).conflict(ExpectedVersion.exact(5));
    old.append(ExpectedVersion.any(), old.events(1)).byNewInstance().holds();
  }
}
