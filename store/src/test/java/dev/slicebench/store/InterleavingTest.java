package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * The modes' own code under interleavings of three writers, with lost and late calls and crashes,
 * each from a seed. What was acknowledged is in the stream once, at its versions; what was refused
 * never is; readers see no gap; and at rest a fresh writer succeeds.
 */
class InterleavingTest {

  private static final int SEEDS = 1500;
  private static final int APPENDS = 4;

  @ParameterizedTest
  @EnumSource
  void noInterleavingBreaksAPromise(SliceMode mode) {
    int conflicts = 0;
    int unknowns = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Simulation simulation = new Simulation(mode, seed);
      simulation.run();
      conflicts += simulation.conflicts;
      unknowns += simulation.unknowns;
    }
    assertThat(conflicts).as("contention").isGreaterThan(SEEDS / 4);
    assertThat(unknowns).as("unknown outcomes").isPositive();
  }

  private static final class Simulation {

    private final SliceMode mode;
    private final int seed;
    private final Random random;
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final MemoryStateStore memory = new MemoryStateStore();
    private final SimulatedStateStore state;
    private final List<Writer> writers = new ArrayList<>();
    private int conflicts;
    private int unknowns;

    Simulation(SliceMode mode, int seed) {
      this.mode = mode;
      this.seed = seed;
      this.random = new Random(seed);
      this.state = new SimulatedStateStore(memory, random, seed % 3 == 0 ? 0 : 60);
    }

    void run() {
      IntStream.range(0, 3).forEach(i -> writers.add(new Writer(open(state))));
      writers.forEach(Writer::appendNext);
      while (writers.stream().anyMatch(Writer::isRunning)) {
        if (!state.step()) {
          time.advanceTimeBy(java.time.Duration.ofSeconds(1));
        }
        if (seed % 5 == 1 && random.nextInt(60) == 0) {
          writers.get(random.nextInt(writers.size())).crash();
        }
      }
      check("with calls still under way");
      while (state.step()) {
        // Late calls land now.
      }
      int before = check("after the last late call");
      BlockingEventStore fresh =
          DaprEventStore.builder(memory, MemoryStateStore.PROFILE, mode).build().blocking();
      long version = before;
      for (int count = 1; count <= 3; count++) {
        List<EventData> batch = events(count);
        AppendResult appended = fresh.append("s", ExpectedVersion.any(), batch);
        // More than its own events: those of an unknown outcome that it had to commit first.
        assertThat(appended.nextExpectedVersion())
            .as("%s seed %d: appendable at rest", mode, seed)
            .isGreaterThanOrEqualTo(version + count);
        version = appended.nextExpectedVersion();
      }
      check("after fresh appends");
    }

    private DaprEventStore open(dev.slicebench.store.state.StateStore over) {
      return DaprEventStore.builder(over, MemoryStateStore.PROFILE, mode).pauses(time).build();
    }

    private int check(String when) {
      String what = mode + " seed " + seed + " " + when;
      List<RecordedEvent> stream = open(memory).blocking().load("s");
      assertThat(stream.stream().map(RecordedEvent::version))
          .as(what)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, stream.size()).boxed().toList());
      List<UUID> ids = stream.stream().map(RecordedEvent::id).toList();
      assertThat(ids).as(what).doesNotHaveDuplicates();
      List<UUID> backwards =
          open(memory)
              .blocking()
              .load("s", LoadOptions.last(Long.MAX_VALUE))
              .map(RecordedEvent::id)
              .toList();
      assertThat(backwards).as(what).isEqualTo(reversed(ids));
      for (Writer writer : writers) {
        for (Acknowledged done : writer.acknowledged) {
          int end = (int) done.version();
          assertThat(ids.size()).as(what).isGreaterThanOrEqualTo(end);
          assertThat(ids.subList(end - done.ids().size(), end)).as(what).isEqualTo(done.ids());
        }
        assertThat(ids).as(what).doesNotContainAnyElementsOf(writer.refused);
      }
      return ids.size();
    }

    private static List<UUID> reversed(List<UUID> ids) {
      List<UUID> reversed = new ArrayList<>(ids);
      java.util.Collections.reverse(reversed);
      return reversed;
    }

    private static List<EventData> events(int count) {
      return IntStream.range(0, count).mapToObj(i -> EventData.of("e", Json.of(i))).toList();
    }

    private record Acknowledged(List<UUID> ids, long version) {}

    private final class Writer {

      private final DaprEventStore store;
      private final List<Acknowledged> acknowledged = new ArrayList<>();
      private final Set<UUID> refused = new HashSet<>(Set.of(new UUID(0, 0)));
      private int left = APPENDS;
      private @Nullable Disposable running;

      Writer(DaprEventStore store) {
        this.store = store;
      }

      boolean isRunning() {
        return left > 0;
      }

      void crash() {
        left = 0;
        if (running != null) {
          running.dispose();
        }
      }

      void appendNext() {
        List<EventData> batch = events(1 + random.nextInt(3));
        List<UUID> ids = batch.stream().map(EventData::id).toList();
        int how = random.nextInt(3);
        Mono<ExpectedVersion> expected =
            how == 0
                ? Mono.just(ExpectedVersion.any())
                : how == 1
                    ? store.head("s").defaultIfEmpty(0L).map(ExpectedVersion::exact)
                    : store.load("s").count().map(ExpectedVersion::exact);
        running =
            expected
                .flatMap(version -> store.append("s", version, batch))
                .subscribe(
                    result -> {
                      acknowledged.add(new Acknowledged(ids, result.nextExpectedVersion()));
                      next();
                    },
                    error -> {
                      if (error instanceof VersionConflictException) {
                        conflicts++;
                        refused.addAll(ids);
                      } else if (error instanceof UnknownOutcomeException) {
                        unknowns++;
                      } else if (error instanceof StoreUnavailableException) {
                        refused.addAll(ids);
                      } else {
                        throw new AssertionError(mode + " seed " + seed, error);
                      }
                      next();
                    });
      }

      private void next() {
        if (--left > 0) {
          appendNext();
        }
      }
    }
  }
}
