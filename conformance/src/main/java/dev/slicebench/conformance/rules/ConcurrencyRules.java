package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.history.check.Anomaly;
import dev.slicebench.conformance.history.check.CheckResult;
import dev.slicebench.conformance.history.check.Violation;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.Races;
import dev.slicebench.conformance.rules.check.Races.Outcome;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.RuleGroup;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Writers and readers at once: one set of races, of which each rule judges its own anomalies. */
final class ConcurrencyRules {

  private final Declaration group = Declaration.of(RuleGroup.CONCURRENCY, Capability.EVENT_STORE);
  private final Races races = new Races();

  private ConcurrencyRules() {}

  static List<Rule> rules() {
    return new ConcurrencyRules().all();
  }

  private List<Rule> all() {
    return List.of(
        rule(
            "5.1",
            "An acknowledged append MUST be in every later load, and stay there.",
            "What a customer was promised must not be gone.",
            Anomaly.LOST_APPEND,
            Anomaly.VANISHED_EVENT),
        rule(
            "5.2",
            "A refused append MUST NOT be loaded, then or later.",
            "Its writer has decided anew: both decisions would count.",
            Anomaly.PHANTOM_APPEND),
        rule(
            "5.3",
            "An event MUST be in its stream once.",
            "A payment is not made twice because two clients sent it.",
            Anomaly.DUPLICATE),
        rule(
            "5.4",
            "Two loads MUST show the same event at the same version.",
            "A version is how projections say how far they are.",
            Anomaly.DIVERGENT_READS),
        rule(
            "5.5",
            "An append MUST stand behind the version it expects, and no other be acknowledged there.",
            "This is what an expected version is for.",
            Anomaly.TWO_APPENDS_AT_ONE_VERSION,
            Anomaly.MISPLACED_APPEND),
        rule(
            "5.6",
            "The events of one append MUST be adjacent, in order, and all there.",
            "They were decided together and mean nothing apart.",
            Anomaly.TORN_BATCH),
        rule(
            "5.7",
            "A load MUST show all of an append's events that its range has room for, or none.",
            "Half of a decision is seen as a whole one.",
            Anomaly.FRACTURED_READ),
        rule(
            "5.8",
            "What a load or a head has shown, every later one MUST show.",
            "A reader that goes back in time does its work again.",
            Anomaly.NON_MONOTONIC_READ,
            Anomaly.NON_MONOTONIC_HEAD),
        rule(
            "5.9",
            "A load or head MUST show what was acknowledged before it began.",
            "Who saves and reloads must see what was saved.",
            Anomaly.STALE_READ),
        rule(
            "5.10",
            "An append that begins after another was acknowledged MUST stand behind it.",
            "Causes come before their effects.",
            Anomaly.REORDER),
        rule(
            "5.11",
            "A load MUST deliver its range without gap, in order, and nothing else.",
            "A fold over events takes whatever it is given.",
            Anomaly.GAP,
            Anomaly.UNORDERED_LOAD,
            Anomaly.WRONG_RANGE),
        rule(
            "5.12",
            "A load MUST show only events that somebody has sent to the stream, with their payload.",
            "Streams and writers must not mix.",
            Anomaly.ALIEN_EVENT),
        rule(
            "5.13",
            "What was loaded MUST NOT go away.",
            "Somebody has acted on it.",
            Anomaly.ABORTED_READ),
        rule(
            "5.14",
            "An append MUST be told the version at which its last event is stored.",
            "The next append expects it.",
            Anomaly.WRONG_VERSION),
        rule(
            "5.15",
            "An append MUST NOT be told a conflict while the stream is at the version it expects, or"
                + " its events are stored behind that.",
            "A conflict that is none makes its writer do the work again, for ever if it is unlucky.",
            Anomaly.FALSE_CONFLICT),
        rule(
            "5.16",
            "A conflict MUST tell a version that the stream had.",
            "Its writer goes on from there.",
            Anomaly.WRONG_ACTUAL),
        rule(
            "5.17",
            "An append MUST be told rightly whether it created the stream, and that it was a repeat"
                + " where its events had been acknowledged before.",
            "Callers send their mails by it.",
            Anomaly.WRONG_FLAG),
        rule(
            "5.18",
            "A head MUST NOT be beyond the events that there are.",
            "Who waits for a version that does not exist waits for ever.",
            Anomaly.HEAD_BEYOND_EVENTS),
        rule(
            "5.19",
            "After a race, a stream MUST be readable, and take the next append.",
            "A race that nobody won must not close the stream.",
            Anomaly.WEDGED,
            Anomaly.UNREADABLE),
        group.stochastic(
            "5.20",
            "Two instances that take turns at a stream MUST each see what the other one did.",
            "An instance that trusts what it remembers is alone only in tests.",
            context -> {
              Outcome outcome = races.of(context);
              return judge(context, finding -> finding.stream().equals(outcome.turns()));
            }));
  }

  private Rule rule(String id, String text, String intent, Anomaly first, Anomaly... others) {
    EnumSet<Anomaly> anomalies = EnumSet.of(first, others);
    return group.stochastic(
        id,
        text,
        intent,
        context -> judge(context, finding -> anomalies.contains(finding.anomaly())));
  }

  private RuleVerdict judge(RuleContext context, Predicate<Violation> broken) throws Exception {
    Outcome outcome = races.of(context);
    CheckResult result = outcome.result();
    Optional<Violation> finding =
        result.findings().stream()
            .filter(broken)
            .filter(found -> outcome.outage().isEmpty() || !found.anomaly().needsStoreInReach())
            .findFirst();
    if (finding.isPresent()) {
      return RuleVerdict.fail(finding.get() + " (" + outcome.keepFor(context).getFileName() + ")");
    }
    if (!outcome.outage().isEmpty()) {
      return RuleVerdict.inconclusive("the races did not come to rest: " + outcome.outage());
    }
    return result.shortfalls().isEmpty()
        ? RuleVerdict.pass(result.tally().toString(), result.tally())
        : RuleVerdict.inconclusive(String.join("; ", result.shortfalls()));
  }
}
