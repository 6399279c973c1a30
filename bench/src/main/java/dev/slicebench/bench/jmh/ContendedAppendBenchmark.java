package dev.slicebench.bench.jmh;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Control;
import org.openjdk.jmh.infra.ThreadParams;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * An append to a stream that all callers append to, with the exact expected version: who is told of
 * a conflict looks where the stream is and tries again, until it succeeds. An operation is an
 * append that succeeded, with all that was tried for it; or one that had not when the iteration's
 * time was over, since nothing makes writers fair to each other: {@link Contention#starved()}
 * counts those.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup.
public class ContendedAppendBenchmark extends StreamBenchmark {

  private Connection connection;
  private SampleEvents events;
  private String stream;
  private final Queue<Writer> writers = new ConcurrentLinkedQueue<>();

  /** Connects, and writes the stream. */
  @Setup
  public void connect() {
    connection = Connection.open();
    events = new SampleEvents(payloadBytes);
    stream = connection.newStream(connection.ours(mode), shape()).name();
  }

  /** Makes the log of keys complete. */
  @TearDown(Level.Iteration)
  public void flush() {
    connection.flush();
  }

  /** Reads the stream back, and disconnects. */
  @TearDown
  public void check() {
    List<RecordedEvent> stored = connection.ours(mode).blocking().load(stream);
    writers.forEach(writer -> writer.check(stored));
    long acknowledged = streamLength + writers.stream().mapToLong(writer -> writer.written).sum();
    if (stored.size() != acknowledged) {
      throw new BrokenRunException(
          "stream %s holds %d events, %d were acknowledged"
              .formatted(stream, stored.size(), acknowledged));
    }
    connection.close();
  }

  /** One append, tried until it succeeds or the time is over; then null. */
  @Benchmark
  public @Nullable AppendResult append(
      Writer writer, CallCounters counters, Contention contention, Control control) {
    Mono<AppendResult> append = writer.append(() -> !control.stopMeasurement);
    AppendResult result = counters.counted(append).block();
    if (result == null) {
      contention.starved++;
    } else {
      writer.appended();
    }
    return result;
  }

  /** What contention does to one writer in an iteration. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Contention {

    private long starved;

    /** Begins anew with each iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      starved = 0;
    }

    /** Appends that had not succeeded when the time was over. */
    public long starved() {
      return starved;
    }
  }

  /** A writer with a store instance of its own. */
  @State(Scope.Thread)
  public static class Writer {

    private final List<Long> ends = new ArrayList<>();
    private ContendedAppendBenchmark benchmark;
    private EventStore store;
    private int number;
    private long version;
    private long written;

    /** Makes itself known to the benchmark. */
    @Setup
    public void join(ContendedAppendBenchmark joined, ThreadParams threads) {
      benchmark = joined;
      benchmark.writers.add(this);
      number = threads.getThreadIndex() + 1;
      store = benchmark.connection.store(benchmark.protocol, benchmark.mode);
      version = benchmark.streamLength;
    }

    private Mono<AppendResult> append(BooleanSupplier goesOn) {
      List<EventData> next = benchmark.events.ofWriter(number, written, benchmark.eventsPerAppend);
      return Mono.defer(() -> store.append(benchmark.stream, ExpectedVersion.exact(version), next))
          .onErrorResume(
              Writer::isConflict,
              e -> versionNow(e).doOnNext(now -> version = now).then(Mono.error(e)))
          .retryWhen(Retry.indefinitely().filter(e -> isConflict(e) && goesOn.getAsBoolean()))
          .onErrorComplete(e -> isConflict(e) && !goesOn.getAsBoolean());
    }

    private void appended() {
      version += benchmark.eventsPerAppend;
      written += benchmark.eventsPerAppend;
      ends.add(version);
    }

    /** The original tells a transaction's conflict as any failure. */
    private static boolean isConflict(Throwable e) {
      return e instanceof VersionConflictException || e instanceof StateStoreException;
    }

    private Mono<Long> versionNow(Throwable e) {
      return e instanceof VersionConflictException conflict
          ? Mono.just(conflict.actual())
          : store.head(benchmark.stream);
    }

    private void check(List<RecordedEvent> stored) {
      long number = 0;
      for (long end : ends) {
        for (long at = end - benchmark.eventsPerAppend + 1; at <= end; at++) {
          String id = SampleEvents.id(this.number, ++number);
          if (at > stored.size() || !stored.get((int) at - 1).id().equals(id)) {
            throw new BrokenRunException(
                "acknowledged event %s is not version %d of stream %s"
                    .formatted(id, at, benchmark.stream));
          }
        }
      }
    }
  }
}
