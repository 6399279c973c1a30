package dev.slicebench.bench.jmh;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

/**
 * What one caller's timed operations cost beside time. The counters stand next to the time in JMH's
 * results as plain counts; an operation's share is a count over {@code invocations}. (Counted as
 * operations, JMH would give them as a time a call.)
 *
 * <p>Calls that no operation waits for, such as a hint's writing, are not in them; the ledger has
 * those too.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class CallCounters {

  private long invocations;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong transactionOperations = new AtomicLong();
  private final AtomicLong documentBytes = new AtomicLong();

  /** Begins anew with each iteration. */
  @Setup(Level.Iteration)
  public void reset() {
    invocations = 0;
    calls.set(0);
    transactionOperations.set(0);
    documentBytes.set(0);
  }

  /** Operations that were timed. */
  public long invocations() {
    return invocations;
  }

  /** Calls of Dapr's API. */
  public long calls() {
    return calls.get();
  }

  /** Operations within transactions. */
  public long transactionOperations() {
    return transactionOperations.get();
  }

  /** Bytes of the documents written and read. */
  public long documentBytes() {
    return documentBytes.get();
  }

  /** The same operation, whose calls are counted here. */
  <T> Mono<T> counted(Mono<T> operation) {
    invocations++;
    return operation.contextWrite(context -> context.put(CallCounters.class, this));
  }

  void called() {
    calls.incrementAndGet();
  }

  void transacted(int operations) {
    transactionOperations.addAndGet(operations);
  }

  void moved(long bytes) {
    documentBytes.addAndGet(bytes);
  }
}
