package dev.slicebench.bench.jmh;

import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import java.util.Collection;
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

  /** Returns the same operation, whose calls are counted here. */
  <T> Mono<T> counted(Mono<T> operation) {
    invocations++;
    return operation.contextWrite(context -> context.put(CallCounters.class, this));
  }

  /** Counts a call for the operation that it belongs to, where that is {@link #counted}. */
  static <R> Mono<R> count(StateCall<R> call, StateStore next) {
    return Mono.deferContextual(
        context -> {
          CallCounters counters = context.getOrDefault(CallCounters.class, null);
          if (counters == null) {
            return call.on(next);
          }
          counters.sent(call);
          return call.on(next).doOnNext(answer -> counters.arrived(call.documents(answer)));
        });
  }

  private void sent(StateCall<?> call) {
    calls.incrementAndGet();
    if (call instanceof Transact transact) {
      transactionOperations.addAndGet(transact.operations().size());
    }
    if (call instanceof Write write) {
      for (StateOperation operation : write.operations()) {
        documentBytes.addAndGet(operation instanceof Upsert upsert ? upsert.value().length : 0);
      }
    }
  }

  private void arrived(Collection<StateItem> documents) {
    documents.forEach(document -> documentBytes.addAndGet(document.value().length));
  }
}
