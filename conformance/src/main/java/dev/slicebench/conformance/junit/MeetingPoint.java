package dev.slicebench.conformance.junit;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes appends of a store that answers at once overlap. Each waits a moment for another one when
 * it begins, and again whenever the store goes through its events, which it often does between what
 * it checks and what it writes. It waits only where another thread appended lately: who is alone is
 * not kept.
 */
final class MeetingPoint {

  private static final long LATELY_NANOS = Duration.ofMillis(5).toNanos();
  private static final long PATIENCE_NANOS = Duration.ofMillis(1).toNanos();
  private static final long PAUSE_NANOS = 20_000;

  private final AtomicLong arrived = new AtomicLong();
  private final AtomicReference<Visit> last =
      new AtomicReference<>(new Visit(0, 0, Long.MIN_VALUE / 2));

  /**
   * A call.
   *
   * @param thread who called
   * @param atNanos when
   * @param otherAtNanos when somebody else last did
   */
  private record Visit(long thread, long atNanos, long otherAtNanos) {

    Visit next(long nextThread, long nowNanos) {
      return new Visit(nextThread, nowNanos, nextThread == thread ? otherAtNanos : atNanos);
    }
  }

  /** {@code store}, whose calls begin here. */
  EventStore before(EventStore store) {
    return new EventStore() {
      @Override
      public Mono<AppendResult> append(
          String stream, ExpectedVersion expected, List<EventData> events) {
        return Mono.defer(
            () -> {
              meet();
              return store.append(stream, expected, new Slow(events));
            });
      }

      @Override
      public Flux<RecordedEvent> load(String stream, LoadOptions options) {
        return store.load(stream, options);
      }

      @Override
      public Mono<Long> head(String stream) {
        return store.head(stream);
      }
    };
  }

  /** Events, and a meeting whenever somebody begins to go through them. */
  private final class Slow extends AbstractList<EventData> {

    private final List<EventData> events;

    Slow(List<EventData> events) {
      this.events = events;
    }

    @Override
    public EventData get(int index) {
      if (index == 0) {
        meet();
      }
      return events.get(index);
    }

    @Override
    public int size() {
      return events.size();
    }
  }

  private void meet() {
    long thread = Thread.currentThread().getId();
    long nowNanos = System.nanoTime();
    Visit visit = last.updateAndGet(before -> before.next(thread, nowNanos));
    if (nowNanos - visit.otherAtNanos > LATELY_NANOS) {
      return;
    }
    long number = arrived.incrementAndGet();
    boolean isFirst = number % 2 == 1;
    while (isFirst && arrived.get() == number && System.nanoTime() - nowNanos < PATIENCE_NANOS) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
