package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.history.HistoryLine;
import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.conformance.rules.BrokenRuleException;
import dev.slicebench.conformance.rules.Need;
import dev.slicebench.conformance.rules.Rule;
import dev.slicebench.conformance.rules.Subject;
import dev.slicebench.conformance.rules.Trial;
import dev.slicebench.conformance.rules.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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

/** Asks a subject the rules, one at a time. */
public final class Examiner {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Subject subject;
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
  public Examiner(Subject subject, String prefix, long seed, int scale, Path histories) {
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
      return new Judgement(
          rule, new Verdict.Skip(subject.lack(missing.iterator().next())), List.of());
    }
    Asked trial = new Asked(rule);
    Verdict verdict = ask(rule, trial);
    List<Path> files = new ArrayList<>();
    for (HistoryRecorder recorder : trial.recorders) {
      recorder.close();
      files.add(recorder.file());
      recorder.failure().ifPresent(trial::unwritable);
    }
    // Where lines are missing, neither a failure nor its absence tells anything.
    return new Judgement(rule, trial.unwritable.orElse(verdict), files);
  }

  private Verdict ask(Rule rule, Trial trial) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Verdict> verdict = thread.submit(() -> rule.check().ask(trial));
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
    private final List<HistoryRecorder> recorders = new CopyOnWriteArrayList<>();
    private volatile Optional<Verdict> unwritable = Optional.empty();

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
              new Verdict.Inconclusive(
                  "its history cannot be written to %s (%s): make room there"
                      .formatted(histories, FileTree.reason(failure))));
    }
  }
}
