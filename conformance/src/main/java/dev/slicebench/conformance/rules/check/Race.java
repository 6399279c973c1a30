package dev.slicebench.conformance.rules.check;

import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Processes at one stream, their operations recorded. Whatever they are told, failures of any kind
 * included, is for the history's checker to judge; but a store that at rest takes nothing, or
 * cannot be read, ends the race with its failure.
 */
public final class Race {

  private static final int WRITERS = 8;
  private static final int READERS = 3;
  private static final int INSTANCES = 4;
  private static final int APPENDS = 8;
  private static final int READS = 15;
  private static final int MAX_BATCH = 3;
  private static final int MAX_TAIL = 10;

  /** More than a window of any mode, and less than would make long races quadratic. */
  private static final int MAX_SPAN = 200;

  /** Of one append, its first included; who is overtaken that often gives up. */
  private static final int TRIES = 20;

  private static final int LOADS_AT_REST = 10;
  private static final int PAUSE_AT_REST_MS = 20;

  private final HistoryRecorder history;
  private final String stream;
  private final RuleContext context;
  private final List<BlockingEventStore> instances = new ArrayList<>();

  /**
   * @param stream one that does not exist
   */
  public Race(RuleContext context, HistoryRecorder history, String stream) {
    this.context = context;
    this.history = history;
    this.stream = stream;
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(open());
    }
  }

  private BlockingEventStore open() {
    return history.observe(context.subject().open()).blocking();
  }

  /** Writers that expect the version they last saw, over instances that cache what they know. */
  public void exactWriters() throws Exception {
    race(WRITERS, (store, random, writer) -> appendUntilStored(store, random));
    rest();
  }

  /** Writers that do not care where their events are stored. */
  public void writersOfAnyVersion() throws Exception {
    race(WRITERS, (store, random, writer) -> append(store, ExpectedVersion.any(), events(random)));
    rest();
  }

  /** Writers of both kinds, writers that load and decide, and readers of heads and tails. */
  public void writersAndReaders() throws Exception {
    race(
        WRITERS + READERS,
        (store, random, process) -> {
          if (process >= WRITERS) {
            read(store, random);
          } else if (process % 3 == 0) {
            append(store, ExpectedVersion.any(), events(random));
          } else if (process % 3 == 1) {
            appendUntilStored(store, random);
          } else {
            long decidedOn = Math.max(0, load(store, LoadOptions.last(MAX_TAIL)));
            append(store, ExpectedVersion.exact(decidedOn), events(random));
          }
        });
    rest();
  }

  /** Two clients that send the same events at once, as an impatient caller does. */
  public void twins() throws Exception {
    for (int i = 0; i < APPENDS * context.scale(); i++) {
      ExpectedVersion head = ExpectedVersion.exact(head(instances.get(0)));
      List<EventData> events = events(context.random());
      Concurrently.run(2, twin -> append(instances.get(twin), head, events));
    }
    rest();
  }

  /** Two instances, each of which appends behind what the other one appended, one at a time. */
  public void turns() throws InterruptedException {
    for (int i = 0; i < 2 * APPENDS * context.scale(); i++) {
      BlockingEventStore store = instances.get(i % 2);
      append(
          store, ExpectedVersion.exact(head(instances.get((i + 1) % 2))), events(context.random()));
      load(store, LoadOptions.last(MAX_TAIL));
    }
    rest();
  }

  @FunctionalInterface
  private interface Step {
    void take(BlockingEventStore store, Random random, int process);
  }

  private void race(int processes, Step step) throws Exception {
    Random[] randoms = Races.randoms(context, processes);
    Concurrently.run(
        processes,
        process -> {
          int steps = (process < WRITERS ? APPENDS : READS) * context.scale();
          for (int i = 0; i < steps; i++) {
            step.take(instances.get(process % INSTANCES), randoms[process], process);
          }
        });
  }

  /** New events each time: what may be stored is stored twice behind another version. */
  private boolean appendUntilStored(BlockingEventStore store, Random random) {
    for (int i = 0; i < TRIES; i++) {
      ExpectedVersion expected = ExpectedVersion.exact(head(store));
      if (append(store, expected, events(random))) {
        return true;
      }
    }
    return false;
  }

  private void read(BlockingEventStore store, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> head(store);
      case 1 -> load(store, LoadOptions.last(1 + random.nextInt(MAX_TAIL)));
      case 2 -> load(store, LoadOptions.from(Math.max(1, head(store) - random.nextInt(MAX_SPAN))));
      default -> load(store, LoadOptions.last(1 + random.nextInt(MAX_SPAN)));
    }
  }

  /** By an instance that has seen nothing: one more append, and all of the stream. */
  private void rest() throws InterruptedException {
    BlockingEventStore store = open();
    if (!appendUntilStored(store, context.random())) {
      requireTaken();
    }
    for (int i = 0; i < LOADS_AT_REST && load(store, LoadOptions.all()) < 0; i++) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_AT_REST_MS);
      store = open();
    }
    if (load(store, LoadOptions.last(Long.MAX_VALUE)) < 0) {
      requireReach();
    }
    head(store);
  }

  /** A stream whose store cannot be reached is not unreadable by what was written to it. */
  private void requireReach() {
    try {
      context.subject().open().blocking().load(stream);
    } catch (StoreUnavailableException | ModeUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      // Its history tells.
    }
  }

  /** What a stream that nobody has used does not take either, no race has closed a stream to. */
  private void requireTaken() {
    BlockingEventStore store = context.subject().open().blocking();
    String unused = context.newName();
    List<EventData> events = events(context.random());
    FaultWorkload.appendSurely(store, unused, ExpectedVersion.any(), events);
  }

  /** Returns whether the events are told to be stored. */
  private boolean append(
      BlockingEventStore store, ExpectedVersion expected, List<EventData> events) {
    try {
      store.append(stream, expected, events);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Returns the stream's version as far as it can be had, or 0. */
  private long head(BlockingEventStore store) {
    try {
      return store.head(stream).orElse(0);
    } catch (RuntimeException e) {
      return 0;
    }
  }

  /** Returns the last version that was delivered, 0 for none; -1 where the load failed. */
  private long load(BlockingEventStore store, LoadOptions options) {
    try (Stream<RecordedEvent> events = store.stream(stream, options)) {
      return events.mapToLong(RecordedEvent::version).max().orElse(0);
    } catch (RuntimeException e) {
      return -1;
    }
  }

  private static List<EventData> events(Random random) {
    return StreamScript.events(random, 1 + random.nextInt(MAX_BATCH));
  }
}
