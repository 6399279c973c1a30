package dev.slicebench.conformance.rules.check;

import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Writers at a few streams while faults go on, and at rest afterwards; all in one history. */
public final class FaultWorkload {

  /** How often an append at rest may fail before the stream counts as wedged. */
  public static final int TRIES_AT_REST = 10;

  private static final int MAX_BATCH = 3;
  private static final int MAX_TAIL = 10;
  private static final int PAUSE_AFTER_FAILURE_MS = 5;
  private static final int FAILURES_A_NEW_STORE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HistoryRecorder history;
  private final Supplier<EventStore> healthy;
  private final List<String> streams = new ArrayList<>();
  private final LongAdder acknowledged = new LongAdder();
  private volatile long lastAcknowledgedNanos;

  /**
   * Who takes part in a race.
   *
   * @param writers who append
   * @param streams how many streams they append to, each writer now to one, now to another
   * @param run how many appends a writer tries at a stream at most, each at the version that it was
   *     told by the one before, until it goes to the next one
   */
  public record Crowd(int writers, int streams, int run) {}

  /** What the caller of an append was told. */
  public enum Told {
    SUCCESS,
    CONFLICT,
    UNKNOWN,
    REFUSED,
    UNAVAILABLE
  }

  /**
   * On streams of its own.
   *
   * @param healthy opens event stores that see the faults of nobody's calls but the subject's own
   */
  public FaultWorkload(HistoryRecorder history, Supplier<EventStore> healthy) {
    this.history = history;
    this.healthy = healthy;
  }

  /** Returns a new event store, as a process of the history. */
  public BlockingEventStore open() {
    return history.observe(healthy.get()).blocking();
  }

  /** {@code store} as a process of the history. */
  public BlockingEventStore observed(EventStore store) {
    return history.observe(store).blocking();
  }

  /** Notes that the stream is to be readable and appendable at rest. */
  public String stream(String name) {
    streams.add(name);
    return name;
  }

  /**
   * Races {@code crowd} until {@code enough}, each writer with an event store of its own. Where a
   * call failed, most go on with theirs, and some with a new one that knows nothing.
   *
   * @return whether there was enough within half a minute, times the scale
   */
  public boolean race(
      RuleContext context, Crowd crowd, Supplier<EventStore> open, BooleanSupplier enough)
      throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < crowd.streams; i++) {
      names.add(stream(context.newName()));
    }
    long deadlineNanos = System.nanoTime() + PATIENCE.multipliedBy(context.scale()).toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(crowd.writers);
    try {
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (int i = 0; i < crowd.writers; i++) {
        Random random = new Random(context.random().nextLong());
        writers.add(
            () -> {
              EventStore opened = open.get();
              BlockingEventStore store = observed(opened);
              while (!enough.getAsBoolean()) {
                if (System.nanoTime() - deadlineNanos > 0) {
                  return false;
                }
                String name = names.get(random.nextInt(crowd.streams));
                if (!visit(store, name, random, 1 + random.nextInt(crowd.run))) {
                  TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MS);
                  if (random.nextInt(FAILURES_A_NEW_STORE) == 0) {
                    opened = open.get();
                  }
                  // What failed may go on: no process does two things at once.
                  store = observed(opened);
                }
              }
              return true;
            });
      }
      boolean all = true;
      for (Future<Boolean> writer : threads.invokeAll(writers)) {
        all &= writer.get();
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns how many appends of races were told to be stored. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Returns how long ago the last of them was told so; of no use while there is none. */
  public Duration sinceLastAcknowledged() {
    return Duration.ofNanos(System.nanoTime() - lastAcknowledgedNanos);
  }

  /**
   * Looks at a stream, and appends to it.
   *
   * @return false where the store was not reached, or may not have been
   */
  private boolean visit(BlockingEventStore store, String stream, Random random, int appends) {
    try {
      ExpectedVersion expected = expected(store, stream, random);
      for (int i = 0; i < appends; i++) {
        List<EventData> events = StreamScript.events(random, 1 + random.nextInt(MAX_BATCH));
        expected = ExpectedVersion.exact(appendOrConflict(store, stream, expected, events));
      }
      return true;
    } catch (EventStoreException | StateStoreException e) {
      return false;
    }
  }

  /** Returns the version that was told, of one's own events or of the others'. */
  private long appendOrConflict(
      BlockingEventStore store, String stream, ExpectedVersion expected, List<EventData> events) {
    try {
      AppendResult result = store.append(stream, expected, events);
      lastAcknowledgedNanos = System.nanoTime();
      acknowledged.increment();
      return result.nextExpectedVersion();
    } catch (VersionConflictException e) {
      return e.actual();
    }
  }

  /**
   * Of one who does not care, one who asked for the head, or one who decides on the last events.
   */
  private static ExpectedVersion expected(BlockingEventStore store, String stream, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ExpectedVersion.exact(store.head(stream).orElse(0));
      case 1 ->
          ExpectedVersion.exact(
              store.load(stream, LoadOptions.last(MAX_TAIL)).stream()
                  .mapToLong(RecordedEvent::version)
                  .max()
                  .orElse(0));
      default -> ExpectedVersion.any();
    };
  }

  /** Appends, and says what was told. */
  public static Told append(
      BlockingEventStore store, String stream, ExpectedVersion expected, List<EventData> events) {
    try {
      store.append(stream, expected, events);
      return Told.SUCCESS;
    } catch (VersionConflictException e) {
      return Told.CONFLICT;
    } catch (UnknownOutcomeException e) {
      return Told.UNKNOWN;
    } catch (StoreUnavailableException | ModeUnavailableException e) {
      return Told.UNAVAILABLE;
    } catch (EventStoreException e) {
      return Told.REFUSED;
    } catch (StateStoreException e) {
      return e.kind() == StateStoreException.Kind.UNAVAILABLE ? Told.UNKNOWN : Told.REFUSED;
    }
  }

  /**
   * Appends until that is told as a success, which sends the same events again where the answer is
   * lost.
   *
   * @throws EventStoreException if the store answers none of several tries
   */
  public static void appendSurely(
      BlockingEventStore store, String stream, ExpectedVersion expected, List<EventData> events) {
    for (int tries = 1; ; tries++) {
      try {
        store.append(stream, expected, events);
        return;
      } catch (UnknownOutcomeException | StoreUnavailableException e) {
        if (tries == TRIES_AT_REST) {
          throw e;
        }
      }
    }
  }

  /**
   * At rest: every stream takes batches of one, two and three events from writers that have seen
   * nothing of it, and can be loaded. All are loaded also where one takes nothing: what is lost is
   * told before that, and a load shows it.
   *
   * @param unused a stream that nobody has used: what it does not take either, no stream is wedged
   *     by
   * @return what shows that a stream is wedged; empty where none is
   * @throws RefusedException if the store takes nothing, on the unused stream neither, or shows
   *     nothing
   */
  public String atRest(Random random, String unused) throws InterruptedException {
    String wedged = "";
    Optional<RefusedException> refused = Optional.empty();
    try {
      wedged = appendAtRest(random, unused);
    } catch (RefusedException e) {
      refused = Optional.of(e);
    }
    for (String stream : streams) {
      Optional<RuntimeException> failure = readAtRest(stream);
      if (failure.isPresent() && wedged.isEmpty() && refused.isEmpty()) {
        if (isOfTheStore(failure.get())) {
          refused =
              Optional.of(
                  new RefusedException(
                      "all faults have ended, and stream '%s' cannot be read: %s"
                          .formatted(stream, failure.get().getMessage())));
        } else {
          wedged =
              "stream '%s' is wedged: all faults have ended, and it cannot be read: %s"
                  .formatted(stream, failure.get().getMessage());
        }
      }
    }
    if (refused.isPresent()) {
      throw refused.get();
    }
    return wedged;
  }

  private static boolean isOfTheStore(RuntimeException failure) {
    return failure instanceof StoreUnavailableException
        || failure instanceof ModeUnavailableException
        || failure instanceof StateStoreException;
  }

  private String appendAtRest(Random random, String unused) throws InterruptedException {
    for (String stream : streams) {
      for (int count = 1; count <= MAX_BATCH; count++) {
        if (!appendAtRest(stream, random, count)) {
          String failed = "%d appends of %d in a row failed".formatted(TRIES_AT_REST, count);
          requireTaken(unused, random, "stream '%s': %s".formatted(stream, failed));
          return "stream '%s' is wedged: all faults have ended, and %s".formatted(stream, failed);
        }
      }
    }
    return "";
  }

  private void requireTaken(String unused, Random random, String otherwise)
      throws InterruptedException {
    if (!appendAtRest(unused, random, 1)) {
      throw new RefusedException(
          otherwise + ", and so did those to a stream that nobody has used: the store is at fault");
    }
  }

  /** New events each time: what may be stored is stored twice where any version will do. */
  private boolean appendAtRest(String stream, Random random, int count)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    int tries = 0;
    while (tries < TRIES_AT_REST) {
      List<EventData> events = StreamScript.events(random, count);
      Told told = append(open(), stream, ExpectedVersion.any(), events);
      if (told == Told.SUCCESS) {
        return true;
      }
      if (told != Told.UNAVAILABLE || System.nanoTime() - deadlineNanos > 0) {
        tries++;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MS);
    }
    return false;
  }

  /**
   * Returns what the last of several tries to load a stream failed with; empty where one succeeds.
   */
  private Optional<RuntimeException> readAtRest(String stream) throws InterruptedException {
    RuntimeException failure = null;
    for (int tries = 0; tries < TRIES_AT_REST; tries++) {
      try {
        open().load(stream);
        open().head(stream);
        return Optional.empty();
      } catch (EventStoreException | StateStoreException e) {
        failure = e;
        TimeUnit.MILLISECONDS.sleep((long) PAUSE_AFTER_FAILURE_MS * (1 + tries));
      }
    }
    return Optional.ofNullable(failure);
  }
}
