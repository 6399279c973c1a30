package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Writers that append to one stream as fast as they can, over a store whose calls take about as
 * long as each other: none is left far behind. Time is virtual.
 */
class FairnessTest {

  private static final Duration RUN = Duration.ofSeconds(2);
  private static final Duration LEAST = Duration.ofNanos(750_000);
  private static final Duration MOST = Duration.ofNanos(1_250_000);
  private static final int MOST_EVENTS = 3;

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final Random random = new Random(20261127);
  private final StateStore state = new MemoryStateStore().intercepted(this::slowly);

  @ParameterizedTest(name = "{0}, {1} writers")
  @CsvSource({
    "OFF,2", "OFF,8",
    "TRANSACTIONAL,2", "TRANSACTIONAL,8",
    "TWO_PHASED,2", "TWO_PHASED,8",
    "OFF_AND_SHARED_ALL,2", "OFF_AND_SHARED_ALL,8",
    "CREATE_ONLY,2", "CREATE_ONLY,8",
  })
  void theSlowestHasAQuarterOfTheMean(SliceMode mode, int writers) {
    int[] appends = new int[writers];
    for (int i = 0; i < writers; i++) {
      appendOnAndOn(TestStores.open(state, MemoryStateStore.PROFILE, mode, time), mode, appends, i);
    }
    time.advanceTimeBy(RUN);

    double mean = IntStream.of(appends).average().orElseThrow();
    assertThat(IntStream.of(appends).min().orElseThrow())
        .as("appends of the slowest of %s", Arrays.toString(appends))
        .isGreaterThanOrEqualTo((int) (mean / 4))
        .isPositive();
  }

  private void appendOnAndOn(EventStore store, SliceMode mode, int[] appends, int writer) {
    Mono.defer(
            () ->
                store.append(
                    "fair-" + mode,
                    ExpectedVersion.any(),
                    IntStream.rangeClosed(0, appends[writer] % MOST_EVENTS)
                        .mapToObj(i -> EventData.of("Appended", Json.parse("{}")))
                        .toList()))
        .doOnNext(appended -> appends[writer]++)
        .repeat()
        .subscribe();
  }

  /** Half of a call's time is its way there, half its way back. */
  private <R> Mono<R> slowly(StateCall<R> call, StateStore next) {
    return Mono.defer(
        () -> {
          Duration half =
              Duration.ofNanos(random.nextLong(LEAST.toNanos(), MOST.toNanos())).dividedBy(2);
          return Mono.delay(half, time)
              .then(Mono.defer(() -> call.on(next)).materialize())
              .delayElement(half, time)
              .dematerialize();
        });
  }
}
