package dev.slicebench.answer.history;

import dev.slicebench.answer.figure.Chart;
import dev.slicebench.answer.figure.Chart.Axis;
import dev.slicebench.answer.figure.Chart.Label;
import dev.slicebench.answer.figure.Chart.Lines;
import dev.slicebench.answer.figure.Chart.Mark;
import dev.slicebench.answer.figure.Chart.Scale;
import dev.slicebench.answer.figure.Chart.Stroke;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.figure.FigurePage;
import dev.slicebench.answer.figure.Grid;
import dev.slicebench.answer.figure.ModeStyle;
import dev.slicebench.answer.figure.Section;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A history as one HTML file that needs nothing else. */
public final class HistoryPage {

  private HistoryPage() {}

  private record Page(List<String> findings, List<Section> sections) {}

  /** Returns the page. */
  public static String of(History history) {
    Page page =
        new Page(
            HistoryText.of(history).lines().filter(line -> !line.isBlank()).toList(),
            sections(history));
    return FigurePage.of(HistoryPage.class, "history.html", page);
  }

  /** Returns a section for each environment. */
  static List<Section> sections(History history) {
    Map<Environment, List<Series>> environments = history.byEnvironment();
    List<Section> sections = new ArrayList<>();
    environments.forEach(
        (environment, series) -> {
          String id = "environment-" + (sections.size() + 1);
          List<Figure> figures = new ArrayList<>();
          for (Benchmark subject :
              List.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE, Benchmark.LOAD_TAIL)) {
            List<Series> own =
                series.stream()
                    .filter(one -> one.cell().benchmark() == subject && one.isLongEnough())
                    .toList();
            if (!own.isEmpty()) {
              figures.add(figure(id, environment, subject, own));
            }
          }
          sections.add(
              new Section(
                  id,
                  environment.backend(),
                  "%s; %s; %s. %s"
                      .formatted(
                          environment.sidecar(),
                          environment.machine(),
                          environment.jvm(),
                          figures.isEmpty()
                              ? "Too few runs to tell: %d of at least %d."
                                  .formatted(runs(series), ChangePoints.LEAST)
                              : runs(series) + " runs."),
                  !figures.isEmpty(),
                  figures));
        });
    return sections;
  }

  private static int runs(List<Series> series) {
    return series.stream().mapToInt(one -> one.points().size()).max().orElse(0);
  }

  private static Figure figure(
      String id, Environment environment, Benchmark subject, List<Series> series) {
    return new Figure(
        id + "-" + subject.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        "Time of " + subject.label() + ": " + environment.backend(),
        "Run by run, oldest first, with the 95 % confidence interval of each: less is better. A dashed"
            + " line is where the level changed, and names the commits. A hollow mark is left out: it was"
            + " disturbed, or stands alone.",
        series.stream().map(one -> chart(environment, one)).toList(),
        table(series));
  }

  private static Chart chart(Environment environment, Series series) {
    SliceMode mode = Objects.requireNonNull(series.cell().mode());
    List<Chart.Point> points = new ArrayList<>();
    List<Label> changes = new ArrayList<>();
    List<Change> found = series.changes();
    List<Point> leftOut = series.leftOut();
    for (int i = 0; i < series.points().size(); i++) {
      Point point = series.points().get(i);
      points.add(
          new Chart.Point(
              i + 1,
              Mark.of(point.score().perOp(), point.score().error(), leftOut.contains(point))));
      for (Change change : found) {
        if (change.first().equals(point)) {
          changes.add(new Label(i + 0.5, change.commits()));
        }
      }
    }
    return new Lines(
        series.cell().label(),
        environment.backend(),
        new Axis("run", Scale.LINEAR),
        new Axis("ms", Scale.LINEAR),
        List.of(new Chart.Series(mode.name(), ModeStyle.of(mode), Stroke.SOLID, points)),
        changes,
        false);
  }

  private static Grid table(List<Series> series) {
    List<List<String>> rows = new ArrayList<>();
    for (Series one : series) {
      List<Point> leftOut = one.leftOut();
      Map<Point, Change> changes = new LinkedHashMap<>();
      one.changes().forEach(change -> changes.put(change.first(), change));
      for (Point point : one.points()) {
        Change change = changes.get(point);
        rows.add(
            List.of(
                one.cell().label(),
                point.run(),
                point.shortCommit(),
                Numbers.of(point.score().perOp(), point.score().error()),
                change != null
                    ? Numbers.of(change.ratio()) + "× from here"
                    : leftOut.contains(point) ? whyLeftOut(point) : ""));
      }
    }
    return new Grid(List.of("figure", "run", "commit", "ms", "change"), rows);
  }

  private static String whyLeftOut(Point point) {
    return point.disturbed() ? "disturbed" : "stands alone";
  }
}
