package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.CallFailures;
import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.history.HistoryLine;
import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.RefusedException;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a subject the rules, one at a time. A rule that an outage, or too little that happened, left
 * open is asked again, with other random choices.
 */
public final class RuleRunner {

  /** For all the times that one rule is asked, in the quick profile. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** For what one rule writes before it is asked, in the quick profile. */
  private static final Duration PREPARING = Duration.ofSeconds(20);

  private static final int TRIES = 5;

  /** So often, and each time, for a refusal to count. */
  private static final int FEWEST_REFUSALS = 3;

  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(10);

  private final StoreUnderTest subject;
  private final String prefix;
  private final long seed;
  private final int scale;
  private final Path histories;
  private final AtomicInteger names = new AtomicInteger();

  /**
   * Of one subject.
   *
   * @param prefix begins every name that is used; nobody else may use it
   * @param seed decides, with each rule's number, every random choice
   * @param scale how many times as much as in the quick profile is tried
   * @param histories the folder for the histories; it is made when there is one
   */
  public RuleRunner(StoreUnderTest subject, String prefix, long seed, int scale, Path histories) {
    this.subject = subject;
    this.prefix = prefix;
    this.seed = seed;
    this.scale = scale;
    this.histories = histories;
  }

  /** What came of asking a rule once. */
  private sealed interface Reply {

    /** A verdict; one that is inconclusive is asked for again. */
    record Given(RuleVerdict verdict) implements Reply {}

    /** Something was refused that nothing stands against. */
    record Refused(String witness) implements Reply {}
  }

  /**
   * Has rules write what they look at when they are asked, as far as the subject can be asked.
   *
   * @return whether they did; where one could not, the others are not tried
   */
  public boolean prepare(Collection<Rule> rules) {
    for (Rule rule : rules) {
      if (rule.check() instanceof Rule.Prepared prepared
          && subject.offers().containsAll(rule.needs())) {
        Reply reply =
            ask(
                context -> {
                  prepared.prepare(context);
                  return RuleVerdict.pass("");
                },
                // Other ids than when it is asked.
                new RunningContext(rule, ~seed),
                PREPARING.multipliedBy(scale));
        if (!(reply instanceof Reply.Given given) || given.verdict().outcome() != Outcome.PASS) {
          return false;
        }
      }
    }
    return true;
  }

  /** Asks one rule; a subject that lacks what it needs is not asked. */
  public RuleResult judge(Rule rule) {
    return judge(rule, TRIES, PATIENCE.multipliedBy(scale));
  }

  /**
   * Asks one rule at most so often.
   *
   * @param patience for how long at most, whatever happens
   */
  RuleResult judge(Rule rule, int tries, Duration patience) {
    Set<Capability> missing = EnumSet.noneOf(Capability.class);
    missing.addAll(rule.needs());
    missing.removeAll(subject.offers());
    if (!missing.isEmpty()) {
      return new RuleResult(
          rule, RuleVerdict.skip(subject.lack(missing.iterator().next())), List.of());
    }
    long endNanos = System.nanoTime() + patience.toNanos();
    boolean refusedEachTime = true;
    for (int number = 0; ; number++) {
      RunningContext context = new RunningContext(rule, seed + number);
      Reply answer = ask(rule.check(), context, Duration.ofNanos(endNanos - System.nanoTime()));
      for (HistoryRecorder recorder : context.recorders) {
        recorder.close();
        recorder.failure().ifPresent(context::unwritable);
      }
      if (context.unwritable.isPresent()) {
        // Where lines are missing, neither a failure nor its absence tells anything.
        return new RuleResult(rule, context.unwritable.get(), context.histories());
      }
      refusedEachTime &= answer instanceof Reply.Refused;
      boolean isLast = number + 1 >= tries || endNanos - System.nanoTime() <= 0;
      if (answer instanceof Reply.Given given
          && (isLast || given.verdict().outcome() != Outcome.INCONCLUSIVE)) {
        return new RuleResult(rule, given.verdict(), context.histories());
      }
      if (answer instanceof Reply.Refused refused && isLast) {
        boolean counts = refusedEachTime && number + 1 >= FEWEST_REFUSALS && takesOthers();
        return new RuleResult(rule, verdict(refused, number + 1, counts), context.histories());
      }
      context.histories().forEach(RuleRunner::delete);
    }
  }

  private static RuleVerdict verdict(Reply.Refused refused, int times, boolean counts) {
    return counts
        ? RuleVerdict.fail(
            "%s; so it was each of %d times, while other writes were taken"
                .formatted(refused.witness(), times))
        : RuleVerdict.inconclusive(refused.witness());
  }

  private Reply ask(Rule.Check check, RunningContext context, Duration patience) {
    CallFailures before = subject.trouble();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<RuleVerdict> verdict = thread.submit(() -> check.ask(context));
      return new Reply.Given(verdict.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return open("no end after %.0f s".formatted(patience.toNanos() / 1e9));
    } catch (ExecutionException e) {
      Throwable failure = e.getCause() == null ? e : e.getCause();
      return weighed(failure, before, subject.trouble(), context.disturbance);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return open("interrupted");
    } finally {
      thread.shutdownNow();
    }
  }

  private static Reply open(String reason) {
    return new Reply.Given(RuleVerdict.inconclusive(reason));
  }

  /**
   * Returns what a failure tells, given the trouble that the subject had with its state store
   * before the rule was asked and after.
   */
  private static Reply weighed(
      Throwable failure, CallFailures before, CallFailures after, String disturbance) {
    long outages = after.outages() - before.outages();
    String witness = witness(failure);
    if (failure instanceof BrokenRuleException broken && broken.holdsInOutages()) {
      return new Reply.Given(RuleVerdict.fail(witness));
    }
    if (outages > 0) {
      return open(
          "%d calls failed, such as: %s; so nothing follows from this: %s"
              .formatted(outages, after.last(), witness));
    }
    if (failure instanceof RefusedException) {
      return new Reply.Refused(witness);
    }
    if (!disturbance.isEmpty()) {
      return open(disturbance + "; so nothing follows from this: " + witness);
    }
    if (failure instanceof StateStoreException e) {
      return e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.TOO_LARGE
          ? open(witness)
          : new Reply.Refused(witness);
    }
    if (failure instanceof StoreUnavailableException
        || failure instanceof UnknownOutcomeException
        || failure instanceof ModeUnavailableException) {
      return after.refusals() > before.refusals() ? open(witness) : new Reply.Refused(witness);
    }
    return new Reply.Given(RuleVerdict.fail(witness));
  }

  /** Returns whether the store takes a plain write, and shows it: then it is not away. */
  private boolean takesOthers() {
    if (!subject.offers().contains(Capability.STATE_STORE)) {
      return true;
    }
    String key = prefix + "control-" + names.incrementAndGet();
    Map<String, String> metadata = subject.metadata(key);
    byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
    StateStore state = subject.state();
    try {
      state
          .save(new StateOperation.Upsert(key, value, Condition.none()), metadata)
          .block(CONTROL_PATIENCE);
      return Objects.requireNonNull(state.get(key, metadata).block(CONTROL_PATIENCE)).exists();
    } catch (StateStoreException | IllegalStateException e) {
      return false;
    }
  }

  private static String witness(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof BrokenRuleException || failure instanceof RefusedException
        ? message
        : failure.getClass().getSimpleName() + ": " + message;
  }

  private static void delete(Path history) {
    try {
      Files.deleteIfExists(history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class RunningContext implements RuleContext {

    private final Rule rule;
    private final Random random;
    private final long seed;
    private final List<HistoryRecorder> recorders = new CopyOnWriteArrayList<>();
    private volatile String disturbance = "";
    private volatile Optional<RuleVerdict> unwritable = Optional.empty();

    RunningContext(Rule rule, long seed) {
      this.rule = rule;
      this.seed = seed;
      this.random = new Random(seed * 31 + rule.id().hashCode());
    }

    List<Path> histories() {
      return recorders.stream().map(HistoryRecorder::file).toList();
    }

    @Override
    public void disturbed(String why) {
      disturbance = why;
    }

    @Override
    public StoreUnderTest subject() {
      return subject;
    }

    @Override
    public Random random() {
      return random;
    }

    @Override
    public String newName() {
      return prefix + rule.id() + "-" + names.incrementAndGet();
    }

    @Override
    public int scale() {
      return scale;
    }

    @Override
    public HistoryRecorder history() {
      String name = "%s-%s-%d.jsonl".formatted(subject.label(), rule.id(), recorders.size() + 1);
      try {
        Files.createDirectories(histories);
        HistoryRecorder recorder =
            HistoryRecorder.create(
                histories.resolve(name),
                new HistoryLine.Header(seed, subject.label(), "", rule.id()));
        recorders.add(recorder);
        return recorder;
      } catch (IOException e) {
        unwritable(e);
        throw new UncheckedIOException(e);
      }
    }

    private void unwritable(IOException failure) {
      unwritable =
          Optional.of(
              RuleVerdict.inconclusive(
                  "its history cannot be written to %s (%s): make room there"
                      .formatted(histories, FileTree.reason(failure))));
    }
  }
}
