package dev.slicebench.bench.compare;

import dev.slicebench.bench.compare.Recording.Note;
import dev.slicebench.bench.compare.Recording.Row;
import dev.slicebench.bench.ruler.RulerPart;
import dev.slicebench.bench.stats.Holm;
import dev.slicebench.bench.stats.Shift;
import dev.slicebench.evidence.BenchmarkCase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What a recording says.
 *
 * <p>A row is slower (or faster) where Wilcoxon's signed-rank test over its pairs, adjusted by Holm
 * for all rows, gives p below {@value #ALPHA}, and the Hodges-Lehmann ratio is at least the {@link
 * #MARGIN}. It is the same where the 95 % interval of the ratio lies within the margin. Its calls
 * are counted, not timed: more are more, whatever the clock says.
 *
 * <p>The ruler's parts are judged by the same rule: where the machine itself was slower or faster
 * for one side, no time counts.
 *
 * @param rows of each cell that was compared
 * @param ruler of each part of the ruler
 * @param broken the cells that only the head fails on
 * @param moved why no time counts; empty where they do
 */
public record Judgement(
    List<JudgedRow> rows,
    Map<RulerPart, RulerShift> ruler,
    List<Note> broken,
    Optional<String> moved) {

  /** Beyond this, a difference is worth a word: 5 %. */
  public static final double MARGIN = 0.05;

  /** The probability of any false alarm in a whole comparison. */
  public static final double ALPHA = 0.01;

  /**
   * What the same code took on both sides.
   *
   * @param ratio head's side to base's
   * @param p that it is 1
   */
  public record RulerShift(double ratio, double p) {}

  /**
   * A cell's verdict.
   *
   * @param p of the shift, adjusted for all rows
   * @param calls per operation; empty where one of the builds does not count them
   * @param enoughForks how many of each build would tell; empty where it is told, or where no
   *     number within reason would do
   */
  public record JudgedRow(
      BenchmarkCase cell,
      Shift shift,
      double p,
      double baseMs,
      double headMs,
      Optional<CallCount> calls,
      ComparisonVerdict verdict,
      OptionalInt enoughForks) {}

  /**
   * Judges a recording.
   *
   * @param random draws the bootstraps' samples
   */
  public static Judgement of(Recording recording, RandomGenerator random) {
    Map<RulerPart, RulerShift> ruler = ruler(recording.rows());
    Optional<String> moved = moved(ruler);
    List<Shift> shifts =
        recording.rows().stream().map(row -> Shift.of(logRatios(row), random)).toList();
    double[] adjusted = Holm.adjust(shifts.stream().mapToDouble(Shift::p).toArray());
    List<JudgedRow> rows = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      rows.add(
          judge(
              recording.rows().get(i),
              shifts.get(i),
              adjusted[i],
              adjusted.length,
              moved.isPresent()));
    }
    return new Judgement(List.copyOf(rows), ruler, recording.broken(), moved);
  }

  /** Returns the worst that is certain of any row; else what cannot be told; else the best. */
  public ComparisonVerdict overall() {
    List<ComparisonVerdict> verdicts =
        Stream.concat(
                rows.stream().map(JudgedRow::verdict),
                broken.stream().map(row -> ComparisonVerdict.BROKEN))
            .toList();
    return Stream.of(
            ComparisonVerdict.BROKEN,
            ComparisonVerdict.MORE_CALLS,
            ComparisonVerdict.SLOWER,
            ComparisonVerdict.CANT_TELL,
            ComparisonVerdict.FASTER,
            ComparisonVerdict.SAME)
        .filter(verdicts::contains)
        .findFirst()
        .orElse(ComparisonVerdict.CANT_TELL);
  }

  private static JudgedRow judge(Row row, Shift shift, double p, int rows, boolean moved) {
    Optional<CallCount> calls = CallCount.of(row.pairs());
    ComparisonVerdict byTime = moved ? ComparisonVerdict.CANT_TELL : verdict(shift, p);
    ComparisonVerdict verdict =
        calls.isPresent() && calls.get().isMore() ? ComparisonVerdict.MORE_CALLS : byTime;
    return new JudgedRow(
        row.cell(),
        shift,
        p,
        typicalMs(row, Side.BASE),
        typicalMs(row, Side.HEAD),
        calls,
        verdict,
        verdict == ComparisonVerdict.CANT_TELL && !moved
            ? Forks.enough(shift, rows)
            : OptionalInt.empty());
  }

  private static ComparisonVerdict verdict(Shift shift, double p) {
    double margin = 1 + MARGIN;
    return difference(shift.ratio(), p)
        .orElse(
            shift.low() > 1 / margin && shift.high() < margin
                ? ComparisonVerdict.SAME
                : ComparisonVerdict.CANT_TELL);
  }

  /** Slower or faster; empty where neither is certain. */
  static Optional<ComparisonVerdict> difference(double ratio, double p) {
    if (p >= ALPHA || Math.abs(Math.log(ratio)) < Math.log1p(MARGIN)) {
      return Optional.empty();
    }
    return Optional.of(ratio > 1 ? ComparisonVerdict.SLOWER : ComparisonVerdict.FASTER);
  }

  static Map<RulerPart, RulerShift> ruler(List<Row> rows) {
    Map<RulerPart, RulerShift> shifts = new EnumMap<>(RulerPart.class);
    for (RulerPart part : RulerPart.values()) {
      double[] logRatios =
          rows.stream()
              .flatMap(row -> row.pairs().stream())
              .flatMap(pair -> Optional.ofNullable(pair.ruler().get(part)).stream())
              .mapToDouble(Pair.Reading::logRatio)
              .toArray();
      if (logRatios.length > 0) {
        shifts.put(part, new RulerShift(Shift.ratio(logRatios), Shift.p(logRatios)));
      }
    }
    return shifts;
  }

  /** Bonferroni's adjustment, as the parts are few. */
  static Optional<String> moved(Map<RulerPart, RulerShift> ruler) {
    return ruler.entrySet().stream()
        .flatMap(
            part ->
                difference(part.getValue().ratio(), part.getValue().p() * ruler.size()).stream()
                    .map(
                        verdict ->
                            String.format(
                                Locale.ROOT,
                                "the machine itself was %s for head (ruler, %s: %.3f times)",
                                verdict.label(),
                                part.getKey().label(),
                                part.getValue().ratio())))
        .findFirst();
  }

  static double[] logRatios(Row row) {
    return row.pairs().stream().mapToDouble(Pair::logRatio).toArray();
  }

  private static double typicalMs(Row row, Side side) {
    double[] sorted =
        row.pairs().stream()
            .mapToDouble(pair -> (side == Side.BASE ? pair.base() : pair.head()).undisturbedMs())
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }
}
