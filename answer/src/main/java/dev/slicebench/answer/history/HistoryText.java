package dev.slicebench.answer.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Renders a history in words, which are Markdown too. */
public final class HistoryText {

  private HistoryText() {}

  /** Returns environment by environment what changed, and last those with too few runs to tell. */
  public static String of(History history) {
    StringBuilder text = new StringBuilder();
    Map<String, List<Integer>> tooFew = new LinkedHashMap<>();
    history
        .byEnvironment()
        .forEach(
            (environment, series) -> {
              if (series.stream().anyMatch(Series::isLongEnough)) {
                text.append(environment(environment, series));
              } else {
                tooFew
                    .computeIfAbsent(environment.backend(), backend -> new ArrayList<>())
                    .add(runs(series));
              }
            });
    if (!tooFew.isEmpty()) {
      text.append(
          "Too few runs to tell, of the %d that it takes at least%n".formatted(ChangePoints.LEAST));
      tooFew.forEach((backend, runs) -> text.append("* %s: %s%n".formatted(backend, few(runs))));
      text.append(System.lineSeparator());
    }
    return text.append(
            ("A change can be found from %d runs of one environment on, and the smaller it is, the more it"
                    + " takes. Another machine, JVM, sidecar, store or configuration begins a new series.%n")
                .formatted(ChangePoints.LEAST))
        .toString();
  }

  private static String few(List<Integer> runs) {
    if (runs.size() == 1) {
      return runs.get(0) == 1 ? "1 run" : runs.get(0) + " runs";
    }
    int most = runs.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return "%d environments of %s each"
        .formatted(runs.size(), most == 1 ? "1 run" : "at most " + most + " runs");
  }

  private static int runs(List<Series> series) {
    return series.stream().mapToInt(one -> one.points().size()).max().orElse(0);
  }

  private static String environment(Environment environment, List<Series> series) {
    StringBuilder text =
        new StringBuilder(
            "%s (%s; %s; %s)%n"
                .formatted(
                    environment.backend(),
                    environment.sidecar(),
                    environment.machine(),
                    environment.jvm()));
    List<String> changes =
        series.stream()
            .flatMap(one -> one.changes().stream().map(change -> line(one, change)))
            .toList();
    if (changes.isEmpty()) {
      int sound = series.stream().mapToInt(Series::compared).max().orElse(0);
      text.append(
          sound < ChangePoints.LEAST
              ? "* too few runs to tell: %d that are not left out, of the %d that it takes at least%n"
                  .formatted(sound, ChangePoints.LEAST)
              : "* no change in %d runs%n".formatted(sound));
    }
    changes.forEach(line -> text.append("* ").append(line).append(System.lineSeparator()));
    leftOut(series).forEach(line -> text.append("* ").append(line).append(System.lineSeparator()));
    return text.append(System.lineSeparator()).toString();
  }

  private static String line(Series series, Change change) {
    return String.format(
        Locale.ROOT,
        "%s: %s, %.2f times as long, in %s (between the runs %s and %s)",
        series.cell().label(),
        change.isSlower() ? "slower" : "faster",
        change.ratio(),
        change.commits(),
        change.last().run(),
        change.first().run());
  }

  /** Run by run, since a disturbed run has many figures that are left out. */
  private static List<String> leftOut(List<Series> series) {
    List<Series> longEnough = series.stream().filter(Series::isLongEnough).toList();
    Map<String, List<Point>> byRun =
        longEnough.stream()
            .flatMap(one -> one.leftOut().stream())
            .collect(Collectors.groupingBy(Point::run, TreeMap::new, Collectors.toList()));
    return byRun.entrySet().stream()
        .map(
            run ->
                "run %s is left out in %d of %d figures: %s"
                    .formatted(
                        run.getKey(),
                        run.getValue().size(),
                        longEnough.size(),
                        why(run.getValue())))
        .toList();
  }

  private static String why(List<Point> leftOut) {
    long disturbed = leftOut.stream().filter(Point::disturbed).count();
    String wasDisturbed = "the machine was busy with something else";
    String standsAlone =
        "it stands alone, and may be the first of a new level, which takes %d runs"
            .formatted(ChangePoints.LEAST_SIDE);
    if (disturbed == leftOut.size()) {
      return wasDisturbed;
    }
    return disturbed == 0
        ? standsAlone
        : "in %d %s, in the others %s".formatted(disturbed, wasDisturbed, standsAlone);
  }
}
