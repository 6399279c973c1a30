package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.FaultPlan;
import dev.slicebench.conformance.faults.CallFate;
import dev.slicebench.conformance.faults.CallFaults;
import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.conformance.history.check.Anomaly;
import dev.slicebench.conformance.history.check.CheckResult;
import dev.slicebench.conformance.history.check.HistoryCheck;
import dev.slicebench.conformance.history.check.Violation;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.FaultWorkload;
import dev.slicebench.conformance.rules.check.FaultWorkload.Crowd;
import dev.slicebench.conformance.rules.check.FaultWorkload.Told;
import dev.slicebench.conformance.rules.check.RefusedException;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.Rule.Check;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.rules.check.Stake;
import dev.slicebench.conformance.rules.check.StreamScript;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.state.StateStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What holds when calls and answers are lost, writers die, and processes are killed. Every check
 * writes a history and judges it by the checker.
 */
final class FaultRules {

  static final String LONG_RACE = VerificationReport.SOAK_RULE;

  /** More than any mode makes in one append without competition. */
  private static final int WRITES = 3;

  /** More than a load of a few events makes. */
  private static final int READS = 3;

  /** Of an append: one event, which all modes write alike, and more. */
  private static final List<Integer> SIZES = List.of(1, 3);

  private static final int DRAWN_PER_THOUSAND = 80;
  private static final int DRAWN_FAULTS = 40;
  private static final int MAX_PAUSE_MS = 60;

  private static final Crowd FEW_WRITERS = new Crowd(6, 2, 1);

  /** A long race is for what few writers and a few seconds do not show. */
  private static final int MANY_WRITERS = 12;

  /** In the quick profile, as are the next four. */
  private static final int MANY_STREAMS = 6;

  private static final int LONGEST_RUN = 8;

  private static final long LONG_RACE_APPENDS = 400;
  private static final int LONG_RACE_PER_THOUSAND = 4;
  private static final int LONG_RACE_MAX_PAUSE_MS = 600;
  private static final Set<Capability> PLACES =
      EnumSet.of(
          Capability.CLIENT_FAULTS,
          Capability.STORE_FAULTS,
          Capability.SIDECAR_RESTART,
          Capability.STORE_RESTART);

  private static final List<Situation> ALL =
      List.of(
          new Situation(ExpectedVersion.noStream(), true),
          new Situation(ExpectedVersion.exact(2), true),
          new Situation(ExpectedVersion.exact(2), false),
          new Situation(ExpectedVersion.any(), true),
          new Situation(ExpectedVersion.any(), false));

  /** An append that gets no answer any more waits before it gives up: that takes long. */
  private static final List<Situation> FEW =
      List.of(
          new Situation(ExpectedVersion.exact(2), true),
          new Situation(ExpectedVersion.any(), false));

  private FaultRules() {}

  /**
   * What an append meets: a stream of two events, or none.
   *
   * @param known whether its instance has written the two itself
   */
  private record Situation(ExpectedVersion expected, boolean known) {}

  /**
   * How a place is broken again and again.
   *
   * @param first how many faults count in the quick profile
   * @param more how many more do for each time as much
   * @param appends how many appends have been acknowledged since the fault before
   * @param age how long ago the last of them was at most: who loses the last moments is seen
   */
  private record Breaking(Capability place, int first, int more, int appends, Duration age) {

    static Breaking link(Capability place) {
      return new Breaking(place, 6, 6, 5, Duration.ofMillis(200));
    }

    /** It takes seconds until one that was killed is there again. */
    static Breaking process(Capability place) {
      return new Breaking(place, 2, 1, 20, Duration.ofMillis(20));
    }

    int faults(int scale) {
      return first + more * (scale - 1);
    }
  }

  static List<Rule> rules() {
    return List.of(
        call(
            "6.1",
            "An append whose write was lost on its way MUST be stored once or be told as unknown.",
            "A connection breaks before the store has seen anything.",
            CallFate.REQUEST_LOST),
        call(
            "6.2",
            "An append whose write was carried out and its answer lost MUST NOT be told as a conflict,"
                + " and MUST be stored once.",
            "Its own success must not look like somebody else's.",
            CallFate.ANSWER_LOST),
        call(
            "6.3",
            "An append whose write was delivered twice MUST be stored once, and told as a success.",
            "Sidecars and clients of databases repeat what was not answered.",
            CallFate.DELIVERED_TWICE),
        call(
            "6.4",
            "An append whose write was refused by a store that was asked too much MUST be stored once,"
                + " or be told as a failure or as unknown.",
            "Stores with a budget answer 429, which Dapr tells as it tells a conflict.",
            CallFate.THROTTLED),
        call(
            "6.5",
            "An append whose write arrives long after it was given up MUST be stored once, or never.",
            "A packet that was thought to be lost overwrites what came after it.",
            CallFate.LATE),
        rule(
            "6.6",
            "What an append left whose writer died between its writes MUST be invisible, or be taken"
                + " over as a whole.",
            "Half an append is no decision that anybody made.",
            RuleKind.REQUIRED,
            Set.of(Capability.EVENT_STORE, Capability.SEAM),
            context -> deadWriters(context, CallFate.REQUEST_LOST)),
        rule(
            "6.7",
            "An append whose write was carried out by a store that then falls silent MUST be told as"
                + " unknown, or as a success.",
            "Who is told a conflict does something else, and then both are done.",
            RuleKind.REQUIRED,
            Set.of(Capability.EVENT_STORE, Capability.SEAM),
            context -> deadWriters(context, CallFate.ANSWER_LOST)),
        rule(
            "6.8",
            "A load that fails to read some of its documents MUST fail, and MUST NOT be shorter.",
            "A decision on half a stream looks like any other.",
            RuleKind.REQUIRED,
            Set.of(Capability.EVENT_STORE, Capability.SEAM),
            FaultRules::failingReads),
        rule(
            "6.9",
            "Writers whose calls are lost, repeated, late and refused at random MUST keep every"
                + " promise to each other.",
            "Faults meet races.",
            RuleKind.STOCHASTIC,
            Set.of(Capability.EVENT_STORE, Capability.SEAM),
            FaultRules::drawn),
        planted(
            "6.10",
            "Every promise MUST be kept while connections between client and sidecar break.",
            "Networks do.",
            Breaking.link(Capability.CLIENT_FAULTS)),
        planted(
            "6.11",
            "Every promise MUST be kept while connections between sidecar and store break.",
            "The sidecar's own retries are part of what is promised.",
            Breaking.link(Capability.STORE_FAULTS)),
        planted(
            "6.12",
            "Every promise MUST be kept when the sidecar is killed in the middle of appends.",
            "Sidecars are restarted with every deployment.",
            Breaking.process(Capability.SIDECAR_RESTART)),
        planted(
            "6.13",
            "Every promise MUST be kept when the store is killed in the middle of appends.",
            "What was acknowledged must have been on disk.",
            Breaking.process(Capability.STORE_RESTART)),
        rule(
            "6.14",
            "After any number of writers that died, one after another, a stream MUST take the next"
                + " append within "
                + FaultWorkload.TRIES_AT_REST
                + " tries.",
            "One dead writer must not close a stream for ever.",
            RuleKind.REQUIRED,
            Set.of(Capability.EVENT_STORE, Capability.SEAM),
            FaultRules::manyDeaths),
        rule(
            LONG_RACE,
            "Every promise MUST be kept by many writers at many streams while whatever can break"
                + " there breaks, again and again.",
            "One fault meets what another one left.",
            RuleKind.STOCHASTIC,
            Set.of(Capability.EVENT_STORE, Capability.SEAM),
            FaultRules::longRace));
  }

  /**
   * A race of ten times the appends has three times as many streams, each three times as long, and
   * three times as many faults.
   */
  private static RuleVerdict longRace(RuleContext context) throws Exception {
    double root = Math.sqrt(context.scale());
    return longRace(
        context,
        new Crowd(MANY_WRITERS, (int) (MANY_STREAMS * root), (int) (LONGEST_RUN * root)),
        LONG_RACE_APPENDS * context.scale(),
        new FaultPace(
            (int) Math.max(1, LONG_RACE_PER_THOUSAND / root),
            (int) (LONG_RACE_MAX_PAUSE_MS * root)));
  }

  /**
   * How often faults come.
   *
   * @param perThousand how many of a thousand calls have one
   * @param maxPauseMs how many milliseconds pass at most between two of links and processes
   */
  record FaultPace(int perThousand, int maxPauseMs) {}

  private static Rule rule(
      String id, String text, String intent, RuleKind kind, Set<Capability> needs, Check check) {
    return new Rule(id, RuleGroup.FAULTS, kind, text, intent, needs, check);
  }

  private static Rule call(String id, String text, String intent, CallFate fate) {
    return rule(
        id,
        text,
        intent,
        RuleKind.REQUIRED,
        Set.of(Capability.EVENT_STORE, Capability.SEAM),
        context ->
            eachCase(
                context, fate.toString(), ALL, (faults, write) -> faults.onWrite(write, fate)));
  }

  private static Rule planted(String id, String text, String intent, Breaking breaking) {
    return rule(
        id,
        text,
        intent,
        RuleKind.STOCHASTIC,
        EnumSet.of(Capability.EVENT_STORE, breaking.place),
        context -> underPlan(context, breaking));
  }

  /** Arms the faults for the write with a number. */
  private interface Arming {
    void arm(CallFaults faults, int write);
  }

  /** One append in each situation, with the fault at each of its writes. */
  private static RuleVerdict eachCase(
      RuleContext context, String what, List<Situation> situations, Arming arming)
      throws Exception {
    Random random = context.random();
    try (HistoryRecorder history = context.history()) {
      CallFaults faults = new CallFaults(history::fault);
      FaultWorkload workload = new FaultWorkload(history, context.subject()::open);
      for (int write = 1; write <= WRITES; write++) {
        for (Situation situation : situations) {
          String stream = workload.stream(context.newName());
          ExpectedVersion expected = situation.expected;
          BlockingEventStore store = workload.observed(context.subject().open(faults));
          if (!(expected instanceof ExpectedVersion.NoStream)) {
            FaultWorkload.appendSurely(
                situation.known ? store : workload.open(),
                stream,
                ExpectedVersion.noStream(),
                StreamScript.events(random, 2));
          }
          List<EventData> batch = StreamScript.events(random, 3);
          arming.arm(faults, write);
          Told told = FaultWorkload.append(store, stream, expected, batch);
          faults.heal();
          if (told == Told.CONFLICT) {
            throw new BrokenRuleException(
                "stream '%s': nobody else was there, and an append with %s was told a conflict when"
                        .formatted(stream, expected)
                    + " its write number %d was %s".formatted(write, what));
          }
          if (told != Told.SUCCESS && !(expected instanceof ExpectedVersion.Any)) {
            FaultWorkload.append(workload.open(), stream, expected, batch);
          }
          faults.landLate();
        }
      }
      return judged(context, history, workload, faults.planted());
    }
  }

  private static RuleVerdict deadWriters(RuleContext context, CallFate last) throws Exception {
    return eachCase(
        context,
        last + ", and silence ever after",
        FEW,
        (faults, write) -> faults.deathAtWrite(write, last));
  }

  private static RuleVerdict failingReads(RuleContext context) throws Exception {
    Random random = context.random();
    try (HistoryRecorder history = context.history()) {
      CallFaults faults = new CallFaults(history::fault);
      FaultWorkload workload = new FaultWorkload(history, context.subject()::open);
      String stream = workload.stream(context.newName());
      BlockingEventStore writer = workload.open();
      for (int version = 0; version < 12; version += 3) {
        FaultWorkload.appendSurely(
            writer, stream, ExpectedVersion.exact(version), StreamScript.events(random, 3));
      }
      for (CallFate fate : List.of(CallFate.REQUEST_LOST, CallFate.THROTTLED)) {
        for (int read = 1; read <= READS; read++) {
          BlockingEventStore reader = workload.observed(context.subject().open(faults));
          faults.onRead(read, fate);
          int loaded;
          try {
            loaded = reader.load(stream).size();
          } catch (EventStoreException | StateStoreException e) {
            loaded = 12;
          }
          faults.heal();
          if (loaded != 12) {
            return RuleVerdict.fail(
                "stream '%s' holds 12 events; a load whose read number %d was %s delivered %d and no"
                        .formatted(stream, read, fate, loaded)
                    + " failure");
          }
        }
      }
      return judged(context, history, workload, faults.planted());
    }
  }

  private static RuleVerdict drawn(RuleContext context) throws Exception {
    try (HistoryRecorder history = context.history()) {
      history.demand(new Demand(1, 1, 0));
      CallFaults faults = new CallFaults(history::fault);
      FaultWorkload workload = new FaultWorkload(history, context.subject()::open);
      faults.drawn(new Random(context.random().nextLong()), DRAWN_PER_THOUSAND);
      boolean enough =
          workload.race(
              context,
              FEW_WRITERS,
              () -> context.subject().open(faults),
              () -> faults.planted().size() >= DRAWN_FAULTS * context.scale());
      faults.heal();
      faults.landLate();
      RuleVerdict verdict = judged(context, history, workload, faults.planted());
      return enough ? verdict : tooLittle(verdict, "too few calls to plant faults in, in time");
    }
  }

  private static RuleVerdict underPlan(RuleContext context, Breaking breaking) throws Exception {
    FaultInjector injector = context.subject().faults();
    FaultPlan plan =
        new FaultPlan(context.random().nextLong(), Set.of(breaking.place), MAX_PAUSE_MS);
    int wanted = breaking.faults(context.scale());
    try (HistoryRecorder history = context.history()) {
      history.demand(new Demand(1, 0, 0));
      FaultWorkload workload = new FaultWorkload(history, context.subject()::open);
      Stake stake = new Stake(workload, breaking.appends, breaking.age);
      List<String> planted;
      try {
        injector.plant(
            plan,
            stake::isThere,
            what -> {
              stake.risked();
              history.fault(what);
            });
        workload.race(
            context, FEW_WRITERS, context.subject()::open, () -> injector.done() >= wanted);
      } finally {
        planted = injector.heal();
      }
      RuleVerdict verdict = judged(context, history, workload, planted);
      if (stake.hits() < wanted) {
        return tooLittle(
            verdict,
            "too little to lose, in time: %s; %d such faults were asked for (seed %d)"
                .formatted(stake, wanted, plan.seed()));
      }
      return verdict.outcome() == Outcome.PASS
          ? RuleVerdict.pass(stake + "; " + verdict.tally(), verdict.tally())
          : verdict;
    }
  }

  /**
   * Faults of calls everywhere, and of links and processes where they can be had.
   *
   * @param appends until so many were acknowledged
   */
  static RuleVerdict longRace(RuleContext context, Crowd crowd, long appends, FaultPace pace)
      throws Exception {
    Random random = context.random();
    Set<Capability> places = EnumSet.copyOf(PLACES);
    places.retainAll(context.subject().offers());
    FaultPlan plan = new FaultPlan(random.nextLong(), places, pace.maxPauseMs);
    List<String> planted = new ArrayList<>();
    try (HistoryRecorder history = context.history()) {
      history.demand(new Demand(1, 0, 0));
      FaultWorkload workload = new FaultWorkload(history, context.subject()::open);
      CallFaults calls = new CallFaults(history::fault);
      calls.drawn(new Random(random.nextLong()), pace.perThousand);
      boolean enough;
      if (!places.isEmpty()) {
        context.subject().faults().plant(plan, () -> true, history::fault);
      }
      try {
        enough =
            workload.race(
                context,
                crowd,
                () -> context.subject().open(calls),
                () -> workload.acknowledged() >= appends);
      } finally {
        calls.heal();
        if (!places.isEmpty()) {
          planted.addAll(context.subject().faults().heal());
        }
      }
      calls.landLate();
      planted.addAll(calls.planted());
      RuleVerdict verdict = judged(context, history, workload, planted);
      return enough
          ? verdict
          : tooLittle(
              verdict,
              "only %d appends were acknowledged in time, under the faults of seed %d"
                  .formatted(workload.acknowledged(), plan.seed()));
    }
  }

  private static RuleVerdict manyDeaths(RuleContext context) throws Exception {
    Random random = context.random();
    try (HistoryRecorder history = context.history()) {
      CallFaults faults = new CallFaults(history::fault);
      FaultWorkload workload = new FaultWorkload(history, context.subject()::open);
      String stream = workload.stream(context.newName());
      for (CallFate last : List.of(CallFate.ANSWER_LOST, CallFate.LATE)) {
        for (int size : SIZES) {
          BlockingEventStore store = workload.observed(context.subject().open(faults));
          faults.deathAtWrite(1, last);
          FaultWorkload.append(
              store, stream, ExpectedVersion.any(), StreamScript.events(random, size));
          faults.heal();
        }
      }
      faults.landLate();
      return judged(context, history, workload, faults.planted());
    }
  }

  /** A history of too little shows that a rule is broken, or nothing. */
  private static RuleVerdict tooLittle(RuleVerdict verdict, String why) {
    return verdict.outcome() == Outcome.FAIL ? verdict : RuleVerdict.inconclusive(why);
  }

  /** Lets all come to rest, has the history checked, and tells what costs most. */
  private static RuleVerdict judged(
      RuleContext context, HistoryRecorder history, FaultWorkload workload, List<String> planted)
      throws InterruptedException {
    if (planted.isEmpty()) {
      return RuleVerdict.inconclusive("no fault found a call to hit");
    }
    history.heal(String.join("; ", planted));
    String wedged = "";
    Optional<RefusedException> refused = Optional.empty();
    try {
      wedged = workload.atRest(context.random(), context.newName());
    } catch (RefusedException e) {
      refused = Optional.of(e);
    }
    history.close();
    CheckResult result = HistoryCheck.of(history.file()).result();
    Optional<Violation> strongest = result.strongest();
    if (strongest.isPresent()
        && (wedged.isEmpty() || strongest.get().anomaly().compareTo(Anomaly.WEDGED) < 0)) {
      return RuleVerdict.fail(strongest.get() + (wedged.isEmpty() ? "" : "; at rest " + wedged));
    }
    if (refused.isPresent()) {
      throw refused.get();
    }
    if (!wedged.isEmpty()) {
      return RuleVerdict.fail(wedged);
    }
    return switch (result.verdict()) {
      case SOUND -> RuleVerdict.pass(planted.size() + " faults; " + result.tally(), result.tally());
      case ANOMALOUS -> RuleVerdict.fail(result.findings().get(0).toString());
      case INCONCLUSIVE -> RuleVerdict.inconclusive(String.join("; ", result.shortfalls()));
    };
  }
}
