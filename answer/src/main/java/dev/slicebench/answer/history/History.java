package dev.slicebench.answer.history;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Results over time.
 *
 * @param series of this project's protocol, by environment and cell
 */
public record History(List<Series> series) {

  /** Returns the history of results. */
  public static History of(Results results) {
    Map<Environment, Map<BenchmarkCase, List<Point>>> points = new LinkedHashMap<>();
    for (Run run : results.runs()) {
      Map<BenchmarkCase, List<Point>> cells =
          points.computeIfAbsent(Environment.of(run.envelope()), key -> new LinkedHashMap<>());
      for (BenchmarkCase cell : run.scores().cells()) {
        if (cell.protocol() == Protocol.SLICEBENCH) {
          cells.computeIfAbsent(cell, key -> new ArrayList<>()).add(point(run, cell));
        }
      }
    }
    List<Series> series = new ArrayList<>();
    points.forEach(
        (environment, cells) ->
            cells.forEach(
                (cell, figures) ->
                    series.add(new Series(environment, cell, List.copyOf(figures)))));
    return new History(List.copyOf(series));
  }

  /** Returns whether a figure is at a level that is slower than the one before. */
  public boolean isSlower() {
    return series.stream()
        .map(Series::changes)
        .anyMatch(changes -> !changes.isEmpty() && changes.get(changes.size() - 1).isSlower());
  }

  Map<Environment, List<Series>> byEnvironment() {
    return series.stream()
        .collect(
            Collectors.groupingBy(Series::environment, LinkedHashMap::new, Collectors.toList()));
  }

  private static Point point(Run run, BenchmarkCase cell) {
    return new Point(
        String.valueOf(run.folder().getFileName()),
        run.startedAt(),
        run.envelope().source().commit(),
        Objects.requireNonNull(run.scores().get(cell)),
        run.envelope().disturbedCells().contains(cell));
  }
}
