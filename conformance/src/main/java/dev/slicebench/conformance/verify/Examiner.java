package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.conformance.rules.BrokenRuleException;
import dev.slicebench.conformance.rules.Need;
import dev.slicebench.conformance.rules.Rule;
import dev.slicebench.conformance.rules.Subject;
import dev.slicebench.conformance.rules.Trial;
import dev.slicebench.conformance.rules.Verdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a subject the rules, one at a time. */
public final class Examiner {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Subject subject;
  private final String prefix;
  private final long seed;
  private final int scale;
  private final Histories histories;
  private final AtomicInteger names = new AtomicInteger();

  /** Where the histories of a run are kept. */
  @FunctionalInterface
  public interface Histories {
    /** A recorder of a new history that belongs to a rule. */
    HistoryRecorder record(Rule rule);
  }

  /**
   * Of one subject.
   *
   * @param prefix begins every name that is used; nobody else may use it
   * @param seed decides, with each rule's number, every random choice
   * @param scale how many times as much as in the quick profile is tried
   */
  public Examiner(Subject subject, String prefix, long seed, int scale, Histories histories) {
    this.subject = subject;
    this.prefix = prefix;
    this.seed = seed;
    this.scale = scale;
    this.histories = histories;
  }

  /** Asks one rule; a subject that lacks what it needs is not asked. */
  public Judgement judge(Rule rule) {
    Set<Need> missing = EnumSet.noneOf(Need.class);
    missing.addAll(rule.needs());
    missing.removeAll(subject.offers());
    if (!missing.isEmpty()) {
      return new Judgement(rule, new Verdict.Skip(subject.lack(missing.iterator().next())));
    }
    return new Judgement(rule, ask(rule));
  }

  private Verdict ask(Rule rule) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Verdict> verdict = thread.submit(() -> rule.check().ask(new Asked(rule)));
      return verdict.get(PATIENCE.toSeconds() * scale, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new Verdict.Fail("no end after " + PATIENCE.toSeconds() * scale + " s");
    } catch (ExecutionException e) {
      return new Verdict.Fail(witness(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Verdict.Inconclusive("interrupted");
    } finally {
      thread.shutdownNow();
    }
  }

  private static String witness(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof BrokenRuleException
        ? message
        : failure.getClass().getSimpleName() + ": " + message;
  }

  private final class Asked implements Trial {

    private final Rule rule;
    private final Random random;

    Asked(Rule rule) {
      this.rule = rule;
      this.random = new Random(seed * 31 + rule.id().hashCode());
    }

    @Override
    public Subject subject() {
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
      return histories.record(rule);
    }
  }
}
