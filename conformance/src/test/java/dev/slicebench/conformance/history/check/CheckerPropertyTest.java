package dev.slicebench.conformance.history.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.history.History;
import dev.slicebench.conformance.history.HistoryLine;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Generated histories: sound ones are not accused, what is planted in them is found. */
class CheckerPropertyTest {

  private static final int HISTORIES = 10_000;
  private static final long FIRST_SEED = Long.getLong("slicebench.seed", System.nanoTime());

  @Test
  void noSoundHistoryIsAccusedAndEachPlantedAnomalyIsFound() {
    List<Anomaly> anomalies = List.of(Anomaly.values());
    Map<Anomaly, Integer> planted = new EnumMap<>(Anomaly.class);
    for (int i = 0; i < HISTORIES; i++) {
      long seed = FIRST_SEED + i;
      List<HistoryLine> sound = ModelHistory.of(seed, 2 + i % 4, 1 + i % 20);
      CheckResult result = Checker.check(History.of(sound));
      assertThat(result.verdict())
          .as("seed %d: %s", seed, result)
          .isEqualTo(CheckResult.HistoryVerdict.SOUND);

      Anomaly anomaly = anomalies.get(i % anomalies.size());
      Optional<List<HistoryLine>> wrong = AnomalyInjector.plant(anomaly, sound);
      if (wrong.isPresent()) {
        planted.merge(anomaly, 1, Integer::sum);
        assertThat(Checker.check(History.of(wrong.get())).findings())
            .as("seed %d, planted %s", seed, anomaly)
            .extracting(Violation::anomaly)
            .contains(anomaly);
      }
    }
    assertThat(planted).containsOnlyKeys(Anomaly.values());
    assertThat(planted.values()).allMatch(times -> times > 100);
  }

  @Test
  void generatedHistoriesHoldWhatTheyAreFor() {
    long conflicts = 0;
    long unknown = 0;
    long overlapping = 0;
    for (long seed = 0; seed < 100; seed++) {
      Tally tally = Checker.check(History.of(ModelHistory.of(seed, 4, 20))).tally();
      conflicts += tally.conflicts();
      unknown += tally.unknown();
      overlapping += tally.overlapping();
    }
    assertThat(conflicts).isGreaterThan(1000);
    assertThat(unknown).isGreaterThan(500);
    assertThat(overlapping).isGreaterThan(1000);
  }
}
