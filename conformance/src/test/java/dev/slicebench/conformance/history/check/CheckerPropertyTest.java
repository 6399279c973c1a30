package dev.slicebench.conformance.history.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.history.History;
import dev.slicebench.conformance.history.HistoryLine;
import dev.slicebench.evidence.verification.Tally;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Generated histories: sound ones are not accused, what is planted in them is found. */
class CheckerPropertyTest {

  private static final int HISTORIES = 10_000;
  private static final long FIRST_SEED = Long.getLong("slicebench.seed", 20261126L);
  private static final int FEWEST = 50;

  @Test
  void noSoundHistoryIsAccusedAndEachBrokenSentenceIsFound() {
    List<Sentence> sentences = List.of(Sentence.values());
    Map<Sentence, Integer> planted = new EnumMap<>(Sentence.class);
    int twice = 0;
    for (int i = 0; i < HISTORIES; i++) {
      long seed = FIRST_SEED + i;
      List<HistoryLine> sound = ModelHistory.of(seed, 2 + i % 4, 1 + i % 20);
      CheckResult result = Checker.check(History.of(sound));
      assertThat(result.findings()).as("seed %d: %s", seed, result).isEmpty();
      if (!result.shortfalls().isEmpty()) {
        assertThat(ModelHistory.isCareless(seed)).as("seed %d: %s", seed, result).isTrue();
        assertThat(result.shortfalls()).allMatch(why -> why.contains("cannot be judged: two sen"));
        twice++;
        continue;
      }
      Sentence sentence = sentences.get(i % sentences.size());
      Optional<List<HistoryLine>> wrong = AnomalyInjector.plant(sentence, sound);
      if (wrong.isPresent()) {
        planted.merge(sentence, 1, Integer::sum);
        assertThat(Checker.check(History.of(wrong.get())).findings())
            .as("seed %d, planted %s", seed, sentence)
            .extracting(Violation::sentence)
            .contains(sentence);
      }
    }
    System.out.printf(
        "seeds %d to %d: %d hold an append twice and are not judged; planted %s%n",
        FIRST_SEED, FIRST_SEED + HISTORIES - 1, twice, planted);
    assertThat(twice).isGreaterThan(FEWEST);
    assertThat(planted).containsOnlyKeys(Sentence.values());
    assertThat(planted.values()).allMatch(times -> times > FEWEST);
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
