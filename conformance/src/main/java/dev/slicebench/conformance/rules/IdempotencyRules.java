package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Concurrently;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.rules.check.StreamScript;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * Appends of the same event ids: the truth table of SqlStreamStore's acceptance tests ({@code
 * AppendStream.cs}), with any version as best effort.
 */
final class IdempotencyRules {

  private static final int RACES = 8;
  private static final int WRITERS = 4;

  private IdempotencyRules() {}

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.IDEMPOTENCY, Capability.EVENT_STORE);
    Declaration seam = group.with(Capability.SEAM);
    return List.of(
        group.must(
            "2.1",
            "The same batch again, expecting no stream, MUST succeed as a repeat and write nothing.",
            "Whoever lost the answer to a first append asks again.",
            context -> {
              StreamScript script = StreamScript.of(context);
              List<EventData> first = script.events(3);
              script.append(ExpectedVersion.noStream(), first);
              script.repeat(ExpectedVersion.noStream(), first, 3).holds();
            }),
        group.must(
            "2.2",
            "The first part of a batch again, expecting no stream, MUST succeed as a repeat.",
            "All of what was asked for is stored.",
            context -> {
              StreamScript script = StreamScript.of(context);
              List<EventData> first = script.events(3);
              script.append(ExpectedVersion.noStream(), first);
              script.repeat(ExpectedVersion.noStream(), first.subList(0, 2), 2).isAtItsHead();
            }),
        group.must(
            "2.3",
            "The same batch and more, expecting no stream, MUST be refused.",
            "Not all of it is stored, and the rest was decided on an older stream.",
            context -> {
              StreamScript script = StreamScript.of(context);
              List<EventData> first = script.events(2);
              script.append(ExpectedVersion.noStream(), first);
              script.conflict(ExpectedVersion.noStream(), with(first, script.events(1))).holds();
            }),
        group.must(
            "2.4",
            "The same batch again with an exact version MUST succeed as a repeat and write nothing.",
            "A retry after a lost answer is no conflict.",
            context -> {
              StreamScript script = StreamScript.of(context).append(3);
              List<EventData> second = script.events(2);
              script.append(ExpectedVersion.exact(3), second);
              script.repeat(ExpectedVersion.exact(3), second, 5).isAtItsHead().append(1).holds();
            }),
        group.must(
            "2.5",
            "The first part of a batch again with an exact version MUST succeed as a repeat.",
            "All of what was asked for is stored.",
            context -> {
              StreamScript script = StreamScript.of(context).append(1);
              List<EventData> second = script.events(4);
              script.append(ExpectedVersion.exact(1), second);
              script.repeat(ExpectedVersion.exact(1), second.subList(0, 1), 2).isAtItsHead();
            }),
        group.must(
            "2.6",
            "The same batch and more with an exact version MUST be refused.",
            "Half of it would be stored twice, or half of it told a lie.",
            context -> {
              StreamScript script = StreamScript.of(context).append(1);
              List<EventData> second = script.events(2);
              script.append(ExpectedVersion.exact(1), second);
              script.conflict(ExpectedVersion.exact(1), with(second, script.events(1))).holds();
            }),
        group.must(
            "2.7",
            "The same ids in another order, or from the middle of a batch, MUST be refused.",
            "They are not where this append would have put them.",
            context -> {
              StreamScript script = StreamScript.of(context).append(1);
              List<EventData> second = script.events(2);
              script.append(ExpectedVersion.exact(1), second);
              script.conflict(ExpectedVersion.exact(1), List.of(second.get(1), second.get(0)));
              script.conflict(ExpectedVersion.exact(1), second.subList(1, 2)).holds();
            }),
        group.must(
            "2.8",
            "Other ids at versions that are taken MUST be refused, never taken for a repeat.",
            "As many events are stored there, but somebody else's.",
            context -> {
              StreamScript script = StreamScript.of(context).append(2, 2);
              script.conflict(ExpectedVersion.exact(2), script.events(2)).holds();
            }),
        group.must(
            "2.9",
            "An append at the right version with an id stored elsewhere in the stream MUST be told"
                + " as what it became.",
            "Stores differ in whether they search the stream; none may lie about it.",
            context -> {
              StreamScript script = StreamScript.of(context).append(2);
              EventData known = script.events(1).get(0);
              script.append(ExpectedVersion.exact(2), List.of(known)).append(1);
              script.appendSomehow(ExpectedVersion.exact(4), List.of(known)).holds();
            }),
        group.must(
            "2.10",
            "The same batch again with any version MUST be told as a repeat exactly where nothing was"
                + " written.",
            "With any version ids are compared as far as they are read anyway: best effort, truly told.",
            context -> {
              StreamScript script = StreamScript.of(context);
              List<EventData> sent = script.events(2);
              script.append(ExpectedVersion.any(), sent);
              script.appendSomehow(ExpectedVersion.any(), sent).holds();
              script.append(2).appendSomehow(ExpectedVersion.streamExists(), sent).holds();
            }),
        group.must(
            "2.11",
            "Some stored ids out of order, or stored and new ones, with any version MUST be told as"
                + " what they became.",
            "A repeat in part is neither a repeat nor a new append.",
            context -> {
              StreamScript script = StreamScript.of(context);
              List<EventData> sent = script.events(3);
              script.append(ExpectedVersion.any(), sent);
              script.appendSomehow(
                  ExpectedVersion.any(), List.of(sent.get(2), sent.get(0), sent.get(1)));
              script.holds();
              script.appendSomehow(ExpectedVersion.any(), with(sent, script.events(1))).holds();
            }),
        group.must(
            "2.12",
            "A repeat MUST be known across the borders of the appends that stored it.",
            "A writer that splits its batches otherwise than before still asks for the same.",
            context -> {
              StreamScript script = StreamScript.of(context);
              List<EventData> sent = script.events(4);
              script.append(ExpectedVersion.noStream(), sent.subList(0, 1));
              script.append(ExpectedVersion.exact(1), sent.subList(1, 4));
              script.repeat(ExpectedVersion.noStream(), sent, 4);
              script.repeat(ExpectedVersion.noStream(), sent.subList(0, 2), 2);
              script.repeat(ExpectedVersion.exact(2), sent.subList(2, 4), 4).holds();
            }),
        group.must(
            "2.13",
            "The same ids in another stream MUST NOT be taken for a repeat.",
            "A repeat is of an append, and that has one stream.",
            context -> {
              StreamScript one = StreamScript.of(context);
              List<EventData> sent = one.events(2);
              one.append(ExpectedVersion.noStream(), sent);
              StreamScript.of(context).append(ExpectedVersion.noStream(), sent).holds();
            }),
        group.must(
            "2.14",
            "A repeat MUST be known to an instance that did not write it.",
            "Retries come after restarts, and from other replicas.",
            context -> {
              StreamScript script = StreamScript.of(context).append(1);
              List<EventData> second = script.events(3);
              script.append(ExpectedVersion.exact(1), second).append(2);
              script.byNewInstance().repeat(ExpectedVersion.exact(1), second, 4).holds();
            }),
        group.must(
            "2.15",
            "A repeat MUST leave stored what was stored first, whatever it carries beside its ids.",
            "What others have read does not change.",
            context -> {
              StreamScript script = StreamScript.of(context);
              List<EventData> sent = script.events(2);
              script.append(ExpectedVersion.noStream(), sent);
              List<EventData> changed =
                  sent.stream()
                      .map(event -> new EventData(event.id(), "changed", Json.parse("[]")))
                      .toList();
              script.repeat(ExpectedVersion.noStream(), changed, 2).holds();
            }),
        seam.must(
            "2.16",
            "An append whose write was carried out but whose answer was lost MUST NOT be told as a"
                + " conflict; again, it MUST be a success, stored once.",
            "Its own success must not look like somebody else's.",
            IdempotencyRules::lostAnswer),
        seam.must(
            "2.17",
            "An append whose write was refused although it was carried out MUST be told as a success.",
            "Dapr's resiliency repeats writes: the second refusal hides the first success.",
            IdempotencyRules::refusedSuccess),
        group.stochastic(
            "2.18",
            "The same append sent by several writers at once MUST be stored once, and told as a"
                + " success to each.",
            "Two replicas that do the same work do it once.",
            IdempotencyRules::sameAtOnce));
  }

  private static List<EventData> with(List<EventData> first, List<EventData> more) {
    List<EventData> all = new ArrayList<>(first);
    all.addAll(more);
    return all;
  }

  private static void lostAnswer(RuleContext context) {
    AtomicBoolean armed = new AtomicBoolean();
    StreamScript script =
        StreamScript.of(
            context,
            context.newName(),
            context.subject().open(state -> afterFirstWrite(state, armed, Kind.UNAVAILABLE)));
    script.append(2);
    List<EventData> sent = script.events(2);
    armed.set(true);
    AppendResult told;
    try {
      told = script.store().append(script.name(), ExpectedVersion.exact(2), sent);
    } catch (UnknownOutcomeException e) {
      told = script.store().append(script.name(), ExpectedVersion.exact(2), sent);
    } catch (EventStoreException e) {
      if (armed.get()) {
        StreamScript.passOnOutage(e);
      }
      throw new BrokenRuleException(
          script + ": the answer to a write was lost, and the append was told " + e);
    }
    require(
        told.nextExpectedVersion() == 4,
        "%s: an append of 2 events at version 2 was told %s",
        script,
        told);
    storedOnce(script, sent);
  }

  private static void refusedSuccess(RuleContext context) {
    AtomicBoolean armed = new AtomicBoolean();
    StreamScript script =
        StreamScript.of(
            context,
            context.newName(),
            context.subject().open(state -> afterFirstWrite(state, armed, Kind.FAILED)));
    script.append(2);
    List<EventData> sent = script.events(2);
    armed.set(true);
    try {
      script.store().append(script.name(), ExpectedVersion.exact(2), sent);
    } catch (EventStoreException e) {
      StreamScript.passOnOutage(e);
      throw new BrokenRuleException(
          script + ": a write was carried out and then refused, and the append was told " + e);
    }
    storedOnce(script, sent);
  }

  /** Turns the answer to one write, which is carried out, into a failure. */
  private static StateStore afterFirstWrite(StateStore state, AtomicBoolean armed, Kind kind) {
    return state.intercepted(
        Write.class,
        (write, next) ->
            armed.getAndSet(false)
                ? write
                    .on(next)
                    .then(Mono.error(new StateStoreException(kind, "by the check", null)))
                : write.on(next));
  }

  private static void storedOnce(StreamScript script, List<EventData> sent) {
    List<EventData> stored =
        script.store().load(script.name()).stream()
            .skip(2)
            .map(event -> new EventData(event.id(), event.name(), event.data()))
            .toList();
    require(
        stored.equals(sent), "%s: it should end with %s and ends with %s", script, sent, stored);
  }

  private static RuleVerdict sameAtOnce(RuleContext context) throws Exception {
    int races = RACES * context.scale();
    AtomicInteger repeats = new AtomicInteger();
    for (int i = 0; i < races; i++) {
      StreamScript script = StreamScript.of(context).append(1);
      List<EventData> sent = script.events(2);
      List<EventStore> stores = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        stores.add(context.subject().open());
      }
      Concurrently.run(
          WRITERS,
          writer -> {
            AppendResult told =
                stores.get(writer).blocking().append(script.name(), ExpectedVersion.exact(1), sent);
            require(
                told.nextExpectedVersion() == 3,
                "%s: the same append by %d writers was told %s",
                script,
                WRITERS,
                told);
            repeats.addAndGet(told.repeat() ? 1 : 0);
          });
      script.byNewInstance();
      require(
          script.store().load(script.name()).size() == 3,
          "%s: an append of 2 events to 1 by %d writers at once left %d",
          script,
          WRITERS,
          script.store().load(script.name()).size());
    }
    return RuleVerdict.pass("%d races, %d appends told as repeats".formatted(races, repeats.get()));
  }
}
