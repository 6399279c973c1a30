package dev.slicebench.store.state;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Waits for an operation, and lends it the waiting thread meanwhile: {@link DaprStateStore} handles
 * the answers to the operation's calls there, as gRPC's blocking stubs do. That saves two changes
 * of threads a call.
 */
public final class CallingThread implements Executor {

  /** For answers that come when nobody waits any more. */
  private static final Scheduler LATE = Schedulers.boundedElastic();

  private final Thread thread = Thread.currentThread();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private volatile boolean left;

  private CallingThread() {}

  /**
   * Returns what {@code operation} gives; null where it gives nothing. Its failure is thrown.
   *
   * @throws IllegalStateException in a Reactor thread that must not block, and where the thread is
   *     interrupted; the operation is cancelled then
   */
  public static <T> @Nullable T await(Mono<T> operation) {
    if (Schedulers.isInNonBlockingThread()) {
      throw new IllegalStateException(
          "waiting for an answer is not supported in thread " + Thread.currentThread().getName());
    }
    CallingThread here = new CallingThread();
    Outcome<T> outcome = new Outcome<>(here);
    operation.subscribe(outcome);
    try {
      here.workUntil(() -> outcome.done);
    } catch (InterruptedException e) {
      outcome.subscription.cancel();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    } finally {
      here.leave();
    }
    return outcome.get();
  }

  /** Returns where answers to calls of this operation are handled; null for wherever they come. */
  static @Nullable Executor of(ContextView context) {
    return context.getOrDefault(CallingThread.class, null);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (!left) {
      LockSupport.unpark(thread);
    } else if (tasks.remove(task)) {
      LATE.schedule(task);
    }
  }

  private void workUntil(BooleanSupplier isDone) throws InterruptedException {
    while (!isDone.getAsBoolean()) {
      Runnable task = tasks.poll();
      if (task != null) {
        task.run();
      } else {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  private void leave() {
    left = true;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      LATE.schedule(task);
    }
  }

  /** What became of the operation. */
  private static final class Outcome<T> implements CoreSubscriber<T> {

    private final CallingThread waiting;
    private final Context context;
    private Subscription subscription = Operators.emptySubscription();
    private @Nullable T value;
    private @Nullable Throwable failure;
    private volatile boolean done;

    Outcome(CallingThread waiting) {
      this.waiting = waiting;
      this.context = Context.of(CallingThread.class, waiting);
    }

    @Override
    public Context currentContext() {
      return context;
    }

    @Override
    public void onSubscribe(Subscription subscribed) {
      subscription = subscribed;
      subscribed.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T next) {
      value = next;
    }

    @Override
    public void onError(Throwable thrown) {
      failure = thrown;
      end();
    }

    @Override
    public void onComplete() {
      end();
    }

    private void end() {
      done = true;
      LockSupport.unpark(waiting.thread);
    }

    @Nullable T get() {
      if (failure == null) {
        return value;
      }
      RuntimeException thrown = Exceptions.propagate(failure);
      thrown.addSuppressed(new Exception("this is where the operation was waited for"));
      throw thrown;
    }
  }
}
