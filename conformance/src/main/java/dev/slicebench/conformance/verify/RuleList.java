package dev.slicebench.conformance.verify;

import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A few rules that were asked for by their numbers, one by one, with whole witnesses. */
public final class RuleList {

  private RuleList() {}

  /** What was found about a rule. */
  private record Row(String subject, Finding finding) {}

  /**
   * As text for a terminal.
   *
   * @param files hold what was recorded, and are not written yet
   */
  public static String text(VerificationReport report, VerificationFiles files) throws IOException {
    List<Row> rows = rows(report);
    StringBuilder text = new StringBuilder(Matrix.header(report)).append("\n\n");
    for (Row row : rows) {
      text.append(
          "%s  %s  %s  %s%n"
              .formatted(
                  row.finding.rule(), row.subject, row.finding.outcome(), row.finding.detail()));
    }
    report.modes().stream()
        .filter(mode -> mode.verdict() == Verdict.UNSUPPORTED)
        .forEach(
            mode -> text.append("%s  UNSUPPORTED  %s%n".formatted(mode.mode(), mode.reason())));
    for (Row row : rows) {
      if (row.finding.outcome() == Outcome.FAIL) {
        text.append('\n').append(files.witness(report, row.subject, row.finding));
      }
    }
    return text.toString();
  }

  /** Returns whether each of them was asked of somebody, and nobody was seen to break it. */
  public static boolean isKept(VerificationReport report) {
    List<Row> rows = rows(report);
    return rows.stream().anyMatch(row -> row.finding.outcome() == Outcome.PASS)
        && rows.stream()
            .noneMatch(
                row ->
                    row.finding.outcome() == Outcome.FAIL
                        || row.finding.outcome() == Outcome.INCONCLUSIVE);
  }

  private static List<Row> rows(VerificationReport report) {
    List<Row> rows = new ArrayList<>();
    report.storeProbes().forEach(probe -> rows.add(new Row("the store", probe)));
    for (ModeReport mode : report.modes()) {
      Stream<Finding> own =
          mode.findings().stream().filter(finding -> finding.group() != RuleGroup.STORE_PROBES);
      own.forEach(finding -> rows.add(new Row(mode.mode().name(), finding)));
    }
    return rows;
  }
}
