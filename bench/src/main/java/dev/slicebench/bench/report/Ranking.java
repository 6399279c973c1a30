package dev.slicebench.bench.report;

import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.run.Cell;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Modes by what one subject costs in them, cheapest first. A mode's cost is the geometric mean over
 * all cases that every mode was measured in, so that each case weighs the same.
 *
 * @param costs at least one
 */
record Ranking(Subject subject, List<Cost> costs) {

  /**
   * A mode's cost.
   *
   * @param perOp in the unit of the scores
   * @param error half the width of its 95 % confidence interval
   */
  record Cost(SliceMode mode, double perOp, double error) {

    boolean overlaps(Cost other) {
      return Math.abs(perOp - other.perOp) <= error + other.error;
    }
  }

  /** Ranks {@code modes}; a mode without a figure for any common case is left out. */
  static Ranking of(Scores scores, Subject subject, Collection<SliceMode> modes) {
    List<SliceMode> measured =
        modes.stream()
            .filter(
                mode ->
                    scores.cells().stream()
                        .anyMatch(cell -> cell.subject() == subject && isOurs(cell, mode)))
            .toList();
    List<Cell> cases = new ArrayList<>();
    for (Cell cell : scores.cells()) {
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
            .sorted(Comparator.comparingDouble(Cost::perOp))
            .toList());
  }

  /** The cheapest, and every other whose interval overlaps the cheapest's. */
  List<SliceMode> best() {
    return costs.stream().filter(costs.get(0)::overlaps).map(Cost::mode).toList();
  }

  private static Cost cost(Scores scores, List<Cell> cases, SliceMode mode) {
    double logs = 0;
    double squares = 0;
    for (Cell cell : cases) {
      Score score = Objects.requireNonNull(scores.get(in(cell, mode)));
      logs += Math.log(score.perOp());
      squares += Math.pow(score.error() / score.perOp(), 2);
    }
    double mean = Math.exp(logs / cases.size());
    return new Cost(mode, mean, mean * Math.sqrt(squares) / cases.size());
  }

  private static boolean isOurs(Cell cell, SliceMode mode) {
    return cell.protocol() == Protocol.OURS && cell.mode() == mode;
  }

  private static Cell in(Cell cell, SliceMode mode) {
    return new Cell(cell.subject(), cell.protocol(), mode, cell.load(), cell.callers());
  }
}
