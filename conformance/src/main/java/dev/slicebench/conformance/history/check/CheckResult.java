package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.evidence.verification.Tally;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a history shows.
 *
 * @param header the history's first line
 * @param tally what happened
 * @param findings what is certainly wrong, in the order of {@link Anomaly}: the first costs most
 * @param shortfalls why the history cannot show that all is well; empty where it can
 */
public record CheckResult(
    Header header, Tally tally, List<Violation> findings, List<String> shortfalls) {

  private static final Pattern RULE = Pattern.compile("\\d+\\.\\d+");

  /** What a history comes to. */
  public enum HistoryVerdict {
    /** Nothing is wrong, and enough happened. */
    SOUND,
    /** An anomaly was found. */
    ANOMALOUS,
    /** No anomaly was found, but too little happened, or the history is incomplete. */
    INCONCLUSIVE
  }

  /** Returns what the history comes to. */
  public HistoryVerdict verdict() {
    if (!findings.isEmpty()) {
      return HistoryVerdict.ANOMALOUS;
    }
    return shortfalls.isEmpty() ? HistoryVerdict.SOUND : HistoryVerdict.INCONCLUSIVE;
  }

  /** Returns the finding that costs most of those that a store which is away does not explain. */
  public Optional<Violation> strongest() {
    return findings.stream().filter(found -> !found.anomaly().needsStoreInReach()).findFirst();
  }

  /** Returns a report for people, of several lines. */
  @Override
  public String toString() {
    StringBuilder report = new StringBuilder();
    report.append("%s: %s, seed %d%n".formatted(verdict(), origin(), header.seed()));
    report.append("  %s%n".formatted(tally));
    findings.forEach(finding -> report.append("  %s%n".formatted(finding)));
    findings.stream()
        .map(Violation::sentence)
        .distinct()
        .map(
            broken ->
                "  (%s, %s: %s)%n".formatted(broken.anomaly(), broken.number(), broken.text()))
        .forEach(report::append);
    shortfalls.forEach(shortfall -> report.append("  %s%n".formatted(shortfall)));
    return report.toString();
  }

  /** Returns the header's texts, as far as there are any. */
  private String origin() {
    StringBuilder origin =
        new StringBuilder(header.subject().isBlank() ? "a store without a name" : header.subject());
    if (!header.mode().isBlank()) {
      origin.append(" in mode ").append(header.mode());
    }
    if (!header.run().isBlank()) {
      boolean isRule = RULE.matcher(header.run()).matches();
      origin.append(", ").append(isRule ? "rule " : "").append(header.run());
    }
    return origin.toString();
  }
}
