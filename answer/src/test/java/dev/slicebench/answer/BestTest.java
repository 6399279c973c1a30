package dev.slicebench.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BestTest {

  private static final long SEED = 20261126;

  /** Wider intervals, the same means: whatever was not recommended before is not either after. */
  @Test
  void noiseNeverWidensWhatIsRecommended() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      List<Score> quiet = new ArrayList<>();
      List<Score> noisy = new ArrayList<>();
      for (int mode = 0; mode < 5; mode++) {
        double ms = Math.exp(random.nextGaussian() / 4);
        double error = ms * random.nextDouble() / 5;
        quiet.add(new Score(ms, error));
        noisy.add(new Score(ms, error * (1 + 10 * random.nextDouble() * random.nextInt(2))));
      }
      List<Integer> modes = List.of(0, 1, 2, 3, 4);

      assertThat(Best.of(modes, quiet::get))
          .as("seed %d, round %d: %s and %s", SEED, round, quiet, noisy)
          .containsAll(Best.of(modes, noisy::get));
    }
  }

  /**
   * Four runs of one truth, each with other noise, from none to some that is larger than the
   * differences: what a run names is never dearer by a quarter than the cheapest.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.3, 1.0})
  void fourNoisyRunsOfOneTruthNameNoWrongMode(double noise) {
    Random random = new Random(SEED);
    double[] truth = {2.3, 2.4, 3.2, 4.6, 8.0};
    int wrong = 0;
    int named = 0;
    for (int round = 0; round < 1_000; round++) {
      for (int run = 0; run < 4; run++) {
        List<Score> figures = new ArrayList<>();
        for (double ms : truth) {
          List<Double> iterations = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            // Noise only ever adds.
            iterations.add(ms * (1 + noise * Math.abs(random.nextGaussian())));
          }
          figures.add(Score.of(iterations));
        }
        List<Integer> best = Best.of(List.of(0, 1, 2, 3, 4), figures::get);
        named += best.size();
        wrong += (int) best.stream().filter(mode -> truth[mode] > truth[0] * Best.MARGIN).count();
      }
    }

    assertThat(wrong).as("seed %d, of %d named", SEED, named).isZero();
    if (noise < 0.2) {
      assertThat(named).as("seed %d", SEED).isGreaterThan(4_000);
    }
  }
}
