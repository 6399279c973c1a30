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
  private record Answer(String subject, Finding finding) {}

  /**
   * As text for a terminal.
   *
   * @param files hold what was recorded, and are not written yet
   */
  public static String text(VerificationReport report, VerificationFiles files) throws IOException {
    List<Answer> answers = answers(report);
    StringBuilder text = new StringBuilder(Matrix.header(report)).append("\n\n");
    for (Answer answer : answers) {
      text.append(
          "%s  %s  %s  %s%n"
              .formatted(
                  answer.finding.rule(),
                  answer.subject,
                  answer.finding.outcome(),
                  answer.finding.detail()));
    }
    report.modes().stream()
        .filter(mode -> mode.verdict() == Verdict.UNSUPPORTED)
        .forEach(
            mode -> text.append("%s  UNSUPPORTED  %s%n".formatted(mode.mode(), mode.reason())));
    for (Answer answer : answers) {
      if (answer.finding.outcome() == Outcome.FAIL) {
        text.append('\n').append(files.witness(report, answer.subject, answer.finding));
      }
    }
    return text.toString();
  }

  /** Whether each of them was asked of somebody, and nobody was seen to break it. */
  public static boolean isKept(VerificationReport report) {
    List<Answer> answers = answers(report);
    return answers.stream().anyMatch(answer -> answer.finding.outcome() == Outcome.PASS)
        && answers.stream()
            .noneMatch(
                answer ->
                    answer.finding.outcome() == Outcome.FAIL
                        || answer.finding.outcome() == Outcome.INCONCLUSIVE);
  }

  private static List<Answer> answers(VerificationReport report) {
    List<Answer> answers = new ArrayList<>();
    report.storeProbes().forEach(probe -> answers.add(new Answer("the store", probe)));
    for (ModeReport mode : report.modes()) {
      Stream<Finding> own =
          mode.findings().stream().filter(finding -> finding.group() != RuleGroup.STORE_PROBES);
      own.forEach(finding -> answers.add(new Answer(mode.mode().name(), finding)));
    }
    return answers;
  }
}
