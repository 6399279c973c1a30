package dev.slicebench.conformance.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same in several threads that begin together. */
public final class Concurrently {

  private Concurrently() {}

  /** What one of the threads does. */
  @FunctionalInterface
  public interface Part {
    void of(int thread) throws Exception;
  }

  /** Returns when all are done; throws what the first of them threw. */
  public static void run(int threads, Part part) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Boolean>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        parts.add(
            () -> {
              start.await();
              part.of(thread);
              return true;
            });
      }
      for (Future<Boolean> done : pool.invokeAll(parts)) {
        done.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    } finally {
      pool.shutdownNow();
    }
  }
}
