package dev.slicebench.bench.history;

import java.util.List;
import java.util.Locale;

/** A history in words, which are Markdown too. */
public final class HistoryText {

  private HistoryText() {}

  /** Environment by environment: what changed, or how many runs that would take. */
  public static String of(History history) {
    StringBuilder text = new StringBuilder();
    history
        .byEnvironment()
        .forEach((environment, series) -> text.append(environment(environment, series)));
    return text.append(
            String.format(
                Locale.ROOT,
                "A change can be found from %d runs of one environment on, and the smaller it is, the more it"
                    + " takes. Another machine, JVM, sidecar, store or configuration begins a new series.%n",
                ChangePoints.LEAST))
        .toString();
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
    int runs = series.stream().mapToInt(one -> one.points().size()).max().orElse(0);
    if (series.stream().noneMatch(Series::isLongEnough)) {
      return text.append(
              String.format(
                  Locale.ROOT,
                  "* too few runs to tell: %d of the %d that it takes at least%n%n",
                  runs,
                  ChangePoints.LEAST))
          .toString();
    }
    List<String> changes =
        series.stream()
            .flatMap(one -> one.changes().stream().map(change -> line(one, change)))
            .toList();
    if (changes.isEmpty()) {
      text.append(String.format(Locale.ROOT, "* no change in %d runs%n", runs));
    }
    changes.forEach(line -> text.append("* ").append(line).append(System.lineSeparator()));
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
}
