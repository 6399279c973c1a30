package dev.slicebench.conformance.written;

import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Mono;

/**
 * A log of what this process writes to a state store, in memory. Each call is logged before it is
 * made, and once more if its outcome is unknown. Safe for use by many threads.
 */
public final class WriteLog {

  private static final Duration PAUSE = Duration.ofMillis(1);

  private final Time time;
  private final Queue<Writes> pending = new ConcurrentLinkedQueue<>();
  private final Map<Object, Writes> underWay = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Begins an empty log. */
  public WriteLog() {
    this(Time.REAL);
  }

  WriteLog(Time time) {
    this.time = time;
  }

  /** Returns {@code state}, with every write logged. */
  public StateStore through(StateStore state) {
    return state.intercepted(Write.class, this::logged);
  }

  private Mono<Void> logged(Write write, StateStore next) {
    Map<String, String> metadata = write.metadata();
    List<String> keys =
        write.operations().stream()
            .filter(operation -> operation instanceof StateOperation.Upsert)
            .map(StateOperation::key)
            .toList();
    Object attempt = new Object();
    // First, so that a reader who closes the log and waits for answers waits for this one too.
    underWay.put(attempt, new Writes(metadata, keys, Writes.Doubt.UNANSWERED));
    if (closed) {
      underWay.remove(attempt);
      return Mono.error(new StateStoreException(Kind.UNAVAILABLE, "nothing more is written", null));
    }
    record(metadata, keys);
    return write
        .on(next)
        .doOnCancel(() -> doubt(metadata, keys))
        .doOnError(
            e -> {
              if (!(e instanceof StateStoreException x && x.kind() == Kind.INVALID)) {
                doubt(metadata, keys);
              }
            })
        .doFinally(signal -> underWay.remove(attempt));
  }

  private void doubt(Map<String, String> metadata, List<String> keys) {
    pending.add(new Writes(metadata, keys, Writes.Doubt.UNCERTAIN));
  }

  /** Logs keys that are about to be written. */
  public void record(Map<String, String> metadata, List<String> keys) {
    pending.add(new Writes(metadata, keys, null));
  }

  /** Lets no write through any more, nor a delete. */
  public void close() {
    closed = true;
  }

  /**
   * Takes out what was logged since the last call, in order. Writes that are still under way after
   * {@code patience} come last, as unanswered, and come again with the next call.
   */
  public List<Writes> drain(Duration patience) {
    long deadlineNanos = time.nanos() + patience.toNanos();
    while (!underWay.isEmpty() && time.nanos() - deadlineNanos < 0) {
      time.pass(PAUSE);
    }
    List<Writes> drained = new ArrayList<>();
    List<Writes> unanswered = List.copyOf(underWay.values());
    for (Writes writes = pending.poll(); writes != null; writes = pending.poll()) {
      drained.add(writes);
    }
    drained.addAll(unanswered);
    return drained;
  }
}
