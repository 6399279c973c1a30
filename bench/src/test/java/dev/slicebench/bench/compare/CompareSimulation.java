package dev.slicebench.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.bench.compare.Recording.Row;
import dev.slicebench.bench.ruler.RulerPart;
import dev.slicebench.bench.stats.Holm;
import dev.slicebench.bench.stats.Shift;
import dev.slicebench.evidence.BenchmarkCase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * How often comparisons are right, by many that were put together from forks that {@link
 * CompareExperiment} recorded of a build with itself. Blocks of pairs are drawn as they were
 * measured, one after another, so that drift and bursts stay in; of each block base and head may be
 * swapped, as they are the same. A slowdown is planted by multiplying the head's times. Beside the
 * command's own way it tries the plain one, which takes the forks of each build for independent
 * samples. Writes CSV: results/experiments/compare.
 */
final class CompareSimulation {

  private static final long SEED = 20_261_125L;
  private static final int BLOCK = 4;
  private static final int NULL_COMPARISONS = 2000;
  private static final int POWER_COMPARISONS = 200;
  private static final double[] SLOWDOWNS = {0.05, 0.10, 0.15};
  private static final int[] FORKS = {11, 16, 20, 22, 24};

  private enum Outcome {
    SLOWER,
    FASTER,
    RULER_MOVED,
    NEITHER
  }

  private final List<BenchmarkCase> cells;
  private final Map<BenchmarkCase, List<Pair>> recorded;
  private final Random random = new Random(SEED);
  private final PrintStream out;

  private CompareSimulation(Map<BenchmarkCase, List<Pair>> recorded, PrintStream out) {
    this.cells = List.copyOf(recorded.keySet());
    this.recorded = recorded;
    this.out = out;
  }

  /** Arguments: the file that the experiment wrote, and the CSV to write. */
  public static void main(String[] arguments) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Map<BenchmarkCase, List<Pair>> recorded = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      for (Row row : mapper.readValue(line, Recording.class).rows()) {
        recorded.computeIfAbsent(row.cell(), cell -> new ArrayList<>()).addAll(row.pairs());
      }
    }
    try (PrintStream out = new PrintStream(arguments[1], StandardCharsets.UTF_8)) {
      new CompareSimulation(recorded, out).simulate();
    }
  }

  private void simulate() {
    out.println(
        "noise,design,planted,rows_planted,rows,forks,comparisons,slower,faster,ruler_moved");
    int forks = ComparisonPlan.FORKS;
    many("recorded", NULL_COMPARISONS, 0, 0, forks, () -> drawn(forks));
    many("heavy-tailed", NULL_COMPARISONS, 0, 0, forks, () -> heavyTailed(forks));
    for (double slowdown : SLOWDOWNS) {
      for (int more : FORKS) {
        many("recorded", POWER_COMPARISONS, slowdown, cells.size(), more, () -> drawn(more));
        many("recorded", POWER_COMPARISONS, slowdown, 1, more, () -> drawn(more));
      }
    }
  }

  private void many(
      String noise, int count, double slowdown, int planted, int forks, Supplier<List<Row>> draw) {
    Map<Outcome, Integer> inTurns = new LinkedHashMap<>();
    Map<Outcome, Integer> separate = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      List<Row> rows = draw.get();
      for (int row = 0; row < planted; row++) {
        rows.set(row, slower(rows.get(row), slowdown));
      }
      inTurns.merge(inTurns(rows), 1, Integer::sum);
      separate.merge(separate(rows), 1, Integer::sum);
    }
    print(noise, "in turns", slowdown, planted, forks, count, inTurns);
    print(noise, "separate", slowdown, planted, forks, count, separate);
  }

  private void print(
      String noise,
      String design,
      double slowdown,
      int planted,
      int forks,
      int count,
      Map<Outcome, Integer> outcomes) {
    out.println(
        String.format(
            Locale.ROOT,
            "%s,%s,%.3f,%d,%d,%d,%d,%d,%d,%d",
            noise,
            design,
            slowdown,
            planted,
            cells.size(),
            forks,
            count,
            outcomes.getOrDefault(Outcome.SLOWER, 0),
            outcomes.getOrDefault(Outcome.FASTER, 0),
            outcomes.getOrDefault(Outcome.RULER_MOVED, 0)));
    out.flush();
  }

  private List<Row> drawn(int forks) {
    List<Row> rows = new ArrayList<>();
    recorded.forEach(
        (cell, pairs) -> {
          List<Pair> some = new ArrayList<>();
          while (some.size() < forks) {
            int from = random.nextInt(pairs.size());
            boolean swap = random.nextBoolean();
            for (int i = 0; i < BLOCK && some.size() < forks; i++) {
              Pair pair = pairs.get((from + i) % pairs.size());
              some.add(swap ? swapped(pair) : pair);
            }
          }
          rows.add(new Row(cell, some));
        });
    return rows;
  }

  private static Pair swapped(Pair pair) {
    Map<RulerPart, Pair.Reading> ruler = new EnumMap<>(RulerPart.class);
    pair.ruler()
        .forEach((part, one) -> ruler.put(part, new Pair.Reading(one.headMs(), one.baseMs())));
    return new Pair(pair.head(), pair.base(), ruler);
  }

  /** Pairs that drift, and are off by a ratio of normals: no mean, no variance. */
  private List<Row> heavyTailed(int forks) {
    List<Row> rows = new ArrayList<>();
    for (BenchmarkCase cell : cells) {
      double[] level = {0};
      rows.add(
          new Row(
              cell,
              Recordings.pairs(
                  forks,
                  pair -> {
                    level[0] = 0.8 * level[0] + 0.1 * random.nextGaussian();
                    return 0.03 * wild() + 0.05 * level[0];
                  })));
    }
    return rows;
  }

  private double wild() {
    return random.nextGaussian() / Math.max(0.05, Math.abs(random.nextGaussian()));
  }

  private static Row slower(Row row, double slowdown) {
    return new Row(
        row.cell(),
        row.pairs().stream()
            .map(
                pair ->
                    new Pair(
                        pair.base(),
                        new ForkResult(
                            pair.head().operations(),
                            pair.head().undisturbedMs() * (1 + slowdown),
                            pair.head().medianMs() * (1 + slowdown),
                            pair.head().callsPerOperation()),
                        pair.ruler()))
            .toList());
  }

  /** As {@link Judgement} does, less the intervals, which no alarm depends on. */
  private static Outcome inTurns(List<Row> rows) {
    if (Judgement.moved(Judgement.ruler(rows)).isPresent()) {
      return Outcome.RULER_MOVED;
    }
    return outcome(
        rows.stream().mapToDouble(row -> Shift.ratio(Judgement.logRatios(row))).toArray(),
        rows.stream().mapToDouble(row -> Shift.p(Judgement.logRatios(row))).toArray());
  }

  /** By Mann and Whitney's test, and the median of all differences, of each fork's median. */
  private static Outcome separate(List<Row> rows) {
    double[] ratios = new double[rows.size()];
    double[] p = new double[rows.size()];
    for (int i = 0; i < p.length; i++) {
      double[] base = logs(rows.get(i), Side.BASE);
      double[] head = logs(rows.get(i), Side.HEAD);
      ratios[i] = Math.exp(medianDifference(base, head));
      p[i] = MannWhitneyUTest.withDefaults().test(base, head).getPValue();
    }
    return outcome(ratios, p);
  }

  private static Outcome outcome(double[] ratios, double[] p) {
    double[] adjusted = Holm.adjust(p);
    Set<ComparisonVerdict> seen = EnumSet.noneOf(ComparisonVerdict.class);
    for (int i = 0; i < p.length; i++) {
      Judgement.difference(ratios[i], adjusted[i]).ifPresent(seen::add);
    }
    return seen.contains(ComparisonVerdict.SLOWER)
        ? Outcome.SLOWER
        : seen.contains(ComparisonVerdict.FASTER) ? Outcome.FASTER : Outcome.NEITHER;
  }

  private static double[] logs(Row row, Side side) {
    return row.pairs().stream()
        .mapToDouble(pair -> Math.log((side == Side.BASE ? pair.base() : pair.head()).medianMs()))
        .toArray();
  }

  private static double medianDifference(double[] base, double[] head) {
    double[] differences =
        Arrays.stream(head)
            .flatMap(one -> Arrays.stream(base).map(other -> one - other))
            .sorted()
            .toArray();
    return differences[differences.length / 2];
  }
}
