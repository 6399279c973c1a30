package dev.slicebench.bench.compare;

import java.util.Arrays;
import java.util.Locale;

/**
 * How noisy the machine was, by the ruler's arithmetic, which nothing but the machine changes.
 *
 * @param slowest its slowest pair, as a multiple of its median
 * @param spread the standard deviation of the pairs' log ratios, head to base
 */
record RulerNoise(double slowest, double spread) {

  static RulerNoise of(Recording recording) {
    Pair.Reading[] readings =
        recording.rows().stream()
            .flatMap(row -> row.pairs().stream())
            .map(pair -> pair.ruler().get(RulerPart.CPU))
            .toArray(Pair.Reading[]::new);
    double[] ms = Arrays.stream(readings).mapToDouble(Pair.Reading::baseMs).sorted().toArray();
    double squares = Arrays.stream(readings).mapToDouble(one -> Math.pow(one.logRatio(), 2)).sum();
    return ms.length == 0
        ? new RulerNoise(1, 0)
        : new RulerNoise(ms[ms.length - 1] / ms[ms.length / 2], Math.sqrt(squares / ms.length));
  }

  String words() {
    return String.format(
        Locale.ROOT,
        "between one pair and the next it differs by %.1f %% (standard deviation), at its slowest the"
            + " machine took %.2f times as long as usual",
        100 * spread,
        slowest);
  }
}
