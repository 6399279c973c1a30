package dev.slicebench.cli.terminal;

import dev.slicebench.bench.run.Progress;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.Verification;
import dev.slicebench.evidence.leftover.Leftovers;
import java.time.Duration;
import java.util.function.Consumer;

/** A verification's progress, on a terminal. */
public final class VerifyProgress implements Verification.Observer {

  private final Progress progress;
  private Duration left = Duration.ZERO;
  private final Consumer<Leftovers> stopped;
  private String soaked = "";
  private long soakStartedNanos;
  private long appendsBefore;

  /**
   * On {@code progress}.
   *
   * @param stopped is told what is left where the JVM was asked to end
   */
  public VerifyProgress(Progress progress, Consumer<Leftovers> stopped) {
    this.progress = progress;
    this.stopped = stopped;
  }

  @Override
  public void stopped(Leftovers left) {
    stopped.accept(left);
  }

  @Override
  public void timeLeft(Duration about) {
    left = about;
  }

  @Override
  public void asking(int number, int total, String subject, Rule rule) {
    progress.verifying(number, total, subject, rule, left);
  }

  @Override
  public void soaking(String subject, long appends, long wanted) {
    if (!subject.equals(soaked)) {
      soaked = subject;
      soakStartedNanos = System.nanoTime();
      appendsBefore = appends;
    }
    progress.soaking(subject, appendsBefore, appends, wanted, System.nanoTime() - soakStartedNanos);
  }
}
