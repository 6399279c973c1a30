package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Concurrently;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.RefusedException;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.rules.check.StreamScript;
import dev.slicebench.conformance.rules.check.WrittenBeneath;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams and instances beside each other. */
final class IsolationRules {

  private static final int STREAMS_AT_ONCE = 6;
  private static final int APPENDS_AT_ONCE = 6;

  private IsolationRules() {}

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.ISOLATION, Capability.EVENT_STORE);
    return List.of(
        group.must(
            "4.1",
            "Streams whose names begin alike MUST NOT see each other.",
            "Names become keys: a|1, a|head and a have keys that look alike.",
            context ->
                apart(
                    context,
                    List.of(
                        "", "|1", "|head", "|2", "|from-1", "|from-head", "|1|head", "1", "-"))),
        group.must(
            "4.2",
            "Streams whose names differ in case, in blanks, or in how an accent is written MUST NOT"
                + " see each other.",
            "Databases with a forgiving collation take such keys for one.",
            context -> apart(context, List.of("-a", "-A", "-a ", "-\u00e9", "-e\u0301"))),
        group.must(
            "4.3",
            "A name that makes keys which Dapr refuses, or another stream's, MUST be refused before"
                + " anything is written.",
            "Half an append under a strange name is worse than none.",
            IsolationRules::namesRefused),
        group.must(
            "4.4",
            "Any other name MUST work, or be refused before anything is written.",
            "Names come from users: blanks, quotes, other scripts.",
            IsolationRules::namesTaken),
        group.must(
            "4.5",
            "Instances of one store MUST see each other's appends.",
            "A service has replicas.",
            IsolationRules::twoInstances),
        group.must(
            "4.6",
            "Appends to different streams in turns MUST each end up in their own.",
            "What an instance remembers it remembers of a stream.",
            IsolationRules::inTurns),
        group.stochastic(
            "4.7",
            "An append MUST NOT be refused for appends to other streams at the same time.",
            "Streams are the unit of contention; a shared partition must not make them one.",
            IsolationRules::otherStreamsAtOnce),
        group
            .with(Capability.SEAM, Capability.STATE_STORE)
            .stochastic(
                "4.8",
                "An event store MUST NOT delete documents by etag where the store's etags repeat.",
                "A document deleted and created again with its old etag is taken for the first:"
                    + " whoever deletes the one by its etag may delete the other.",
                IsolationRules::noDeletesWhereEtagsRepeat));
  }

  private static void apart(RuleContext context, List<String> endings) {
    EventStore store = context.subject().open();
    String name = context.newName();
    List<StreamScript> scripts = new ArrayList<>();
    for (String ending : endings) {
      StreamScript script = StreamScript.of(context, name + ending, store);
      script.append(ExpectedVersion.noStream(), script.events(2));
      scripts.add(script);
    }
    for (StreamScript script : scripts) {
      script.holds();
    }
    for (StreamScript script : scripts) {
      script.append(1).byNewInstance().holds().isAtItsHead();
    }
  }

  private static void namesRefused(RuleContext context) {
    EventStore store = context.subject().open();
    for (String name : List.of("", context.newName() + "||b", context.newName() + "|")) {
      StreamScript script = StreamScript.of(context, name, store);
      try {
        store.blocking().append(name, ExpectedVersion.any(), script.events(1));
      } catch (InvalidRequestException e) {
        continue;
      } catch (EventStoreException e) {
        throw new RefusedException(
            "the name '%s' was not refused as such, but: %s".formatted(name, e));
      }
      throw new BrokenRuleException("an append to '" + name + "' was told success");
    }
  }

  private static void namesTaken(RuleContext context) {
    EventStore store = context.subject().open();
    for (String ending :
        List.of(
            "|with|bars",
            " with spaces",
            "'single' \"double\" `back`",
            "100% & +",
            "\\/#?",
            "\u00fcn\u00efc\u00f6de-\u4e2d\u6587",
            "\ud83d\ude00",
            "*[a-z]{2}$1;--",
            "n".repeat(600))) {
      StreamScript script = StreamScript.of(context, context.newName() + ending, store);
      List<EventData> events = script.events(3);
      try {
        script.store().append(script.name(), ExpectedVersion.noStream(), events);
      } catch (EventStoreException e) {
        if (e instanceof InvalidRequestException
            || e instanceof dev.slicebench.store.LimitExceededException) {
          continue;
        }
        throw new RefusedException(
            "the name '%s' was neither taken nor refused: %s".formatted(script.name(), e));
      }
      int loaded = script.store().load(script.name()).size();
      require(loaded == 3, "%s: 3 events were acknowledged, %d load", script, loaded);
    }
  }

  private static void twoInstances(RuleContext context) {
    StreamScript one = StreamScript.of(context);
    StreamScript other = one.byNewInstance();
    for (int i = 0; i < 6; i++) {
      StreamScript writer = i % 2 == 0 ? one : other;
      StreamScript reader = i % 2 == 0 ? other : one;
      long stale = one.model().size();
      writer.append(1 + i % 3);
      reader.conflict(ExpectedVersion.exact(stale)).holds().isAtItsHead();
    }
  }

  private static void inTurns(RuleContext context) {
    EventStore store = context.subject().open();
    List<StreamScript> scripts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      scripts.add(StreamScript.of(context, context.newName(), store));
    }
    for (int i = 0; i < 25; i++) {
      scripts.get(context.random().nextInt(scripts.size())).append(1 + i % 2);
    }
    for (StreamScript script : scripts) {
      script.holds().isAtItsHead();
    }
  }

  private static RuleVerdict otherStreamsAtOnce(RuleContext context) throws Exception {
    EventStore store = context.subject().open();
    int appends = APPENDS_AT_ONCE * context.scale();
    List<StreamScript> scripts = new ArrayList<>();
    List<List<List<EventData>>> events = new ArrayList<>();
    for (int i = 0; i < STREAMS_AT_ONCE; i++) {
      StreamScript script = StreamScript.of(context, context.newName(), store);
      scripts.add(script);
      List<List<EventData>> batches = new ArrayList<>();
      for (int j = 0; j < appends; j++) {
        batches.add(script.events(1 + j % 2));
      }
      events.add(batches);
    }
    Concurrently.run(
        STREAMS_AT_ONCE,
        writer -> {
          StreamScript script = scripts.get(writer);
          for (List<EventData> batch : events.get(writer)) {
            script.append(ExpectedVersion.exact(script.model().size()), batch);
          }
        });
    for (StreamScript script : scripts) {
      script.holds();
    }
    return RuleVerdict.pass("%d streams, %d appends to each".formatted(STREAMS_AT_ONCE, appends));
  }

  private static RuleVerdict noDeletesWhereEtagsRepeat(RuleContext context) throws Exception {
    DocumentScript document = DocumentScript.of(context);
    StateItem first = document.create("first");
    document.must(document.delete(Condition.unchanged(first)));
    StateItem second = document.create("second");
    if (!java.util.Objects.equals(first.etag(), second.etag())) {
      return RuleVerdict.pass("the store's etags do not repeat: it may delete");
    }
    WrittenBeneath documents = new WrittenBeneath();
    String name = context.newName();
    List<EventStore> stores = new ArrayList<>();
    List<List<EventData>> events = new ArrayList<>();
    for (int i = 0; i < STREAMS_AT_ONCE * APPENDS_AT_ONCE; i++) {
      stores.add(context.subject().open(documents::watch));
      events.add(StreamScript.events(context.random(), 1 + i % 3));
    }
    AtomicInteger refused = new AtomicInteger();
    Concurrently.run(
        STREAMS_AT_ONCE,
        writer -> {
          for (int i = writer; i < events.size(); i += STREAMS_AT_ONCE) {
            var store = stores.get(i).blocking();
            try {
              long head = store.head(name).orElse(0);
              store.append(name, ExpectedVersion.exact(head), events.get(i));
            } catch (VersionConflictException e) {
              refused.incrementAndGet();
            } catch (EventStoreException e) {
              // Whether appends keep their promises is the question of other rules.
            }
          }
        });
    Set<String> deleted = documents.deleted();
    require(
        deleted.isEmpty(),
        "key %s was deleted and created again, and got its old etag %s; yet appends delete: %s",
        document.key(),
        first.etag(),
        deleted);
    return refused.get() == 0
        ? RuleVerdict.inconclusive("no append lost a race, so none had a reason to delete")
        : RuleVerdict.pass(
            "etags repeat; %d appends lost races and deleted nothing".formatted(refused.get()));
  }
}
