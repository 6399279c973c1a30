package dev.slicebench.answer;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.run.Scores;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Modes by what one subject costs in them, cheapest first. A mode's cost is the geometric mean over
 * all cases that every mode was measured in, so that each case weighs the same.
 *
 * @param costs empty where no case was measured in every mode
 */
record Ranking(Benchmark subject, List<Cost> costs) {

  /**
   * A mode's cost.
   *
   * @param score in the unit of the scores
   * @param noisiest the case whose interval is the widest for its size
   */
  record Cost(SliceMode mode, Score score, Score noisiest) {}

  /** Ranks {@code modes}; a mode without a figure for any common case is left out. */
  static Ranking of(Scores scores, Benchmark subject, Collection<SliceMode> modes) {
    List<SliceMode> measured =
        modes.stream()
            .filter(
                mode ->
                    scores.cells().stream()
                        .anyMatch(cell -> cell.subject() == subject && isOurs(cell, mode)))
            .toList();
    List<BenchmarkCase> cases = new ArrayList<>();
    for (BenchmarkCase cell : scores.cells()) {
      if (!measured.isEmpty()
          && cell.subject() == subject
          && isOurs(cell, measured.get(0))
          && measured.stream().allMatch(mode -> scores.get(in(cell, mode)) != null)) {
        cases.add(cell);
      }
    }
    if (cases.isEmpty()) {
      return new Ranking(subject, List.of());
    }
    return new Ranking(
        subject,
        measured.stream()
            .map(mode -> cost(scores, cases, mode))
            .sorted(Comparator.comparingDouble(cost -> cost.score().perOp()))
            .toList());
  }

  /** The modes among the {@linkplain Best best}; none where it is too noisy to tell. */
  List<SliceMode> best() {
    return Best.of(costs, Cost::score).stream().map(Cost::mode).toList();
  }

  Cost cost(SliceMode mode) {
    return costs.stream().filter(cost -> cost.mode() == mode).findFirst().orElseThrow();
  }

  /** The cheapest mean of the other modes; empty where there is no other. */
  Optional<Cost> next(SliceMode mode) {
    return costs.stream().filter(cost -> cost.mode() != mode).findFirst();
  }

  /** The mode whose figures are the noisiest. */
  Cost noisiest() {
    return costs.stream()
        .max(Comparator.comparingDouble(cost -> cost.noisiest().relativeError()))
        .orElseThrow();
  }

  private static Cost cost(Scores scores, List<BenchmarkCase> cases, SliceMode mode) {
    double logs = 0;
    double squares = 0;
    List<Score> all = new ArrayList<>();
    for (BenchmarkCase cell : cases) {
      Score score = Objects.requireNonNull(scores.get(in(cell, mode)));
      all.add(score);
      logs += Math.log(score.perOp());
      squares += Math.pow(score.logError(), 2);
    }
    int size = cases.size();
    return new Cost(
        mode,
        Score.ofLog(logs / size, Math.sqrt(squares) / size),
        all.stream().max(Comparator.comparingDouble(Score::relativeError)).orElseThrow());
  }

  private static boolean isOurs(BenchmarkCase cell, SliceMode mode) {
    return cell.protocol() == Protocol.OURS && cell.mode() == mode;
  }

  private static BenchmarkCase in(BenchmarkCase cell, SliceMode mode) {
    return new BenchmarkCase(cell.subject(), cell.protocol(), mode, cell.load(), cell.callers());
  }
}
