package dev.slicebench.bench.compare;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Makes a fork wait before each of JMH's iterations until {@link Turns} gives it the turn, and give
 * it back afterwards. It is loaded into forks of any age, so it may use nothing but the JDK and
 * JMH.
 */
public final class TurnProfiler implements InternalProfiler {

  /** The system property with the port that turns are given at. */
  static final String PORT = "slicebench.turns";

  /** A fork asks for the turn. */
  static final int ASK = 1;

  /** The fork may go. */
  static final int GO = 2;

  /** The fork has finished its iteration. */
  static final int DONE = 3;

  private @Nullable Socket turns;

  /** For JMH, which makes several and uses one. */
  public TurnProfiler() {}

  @Override
  public String getDescription() {
    return "Waits for its turn before each iteration";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    try {
      if (turns == null) {
        turns = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger(PORT, 0));
        turns.setTcpNoDelay(true);
      }
      turns.getOutputStream().write(ASK);
      if (turns.getInputStream().read() != GO) {
        throw new EOFException("the comparison has ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // JMH's signature.
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    try {
      if (turns != null) {
        turns.getOutputStream().write(DONE);
      }
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
