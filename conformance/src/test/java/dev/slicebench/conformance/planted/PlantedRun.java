package dev.slicebench.conformance.planted;

import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a verification found of a planted component.
 *
 * @param opportunities how often the fault could have changed an answer or a document
 * @param takenAt how often it did, by the rule that was asked then
 */
record PlantedRun(
    Fault fault, VerificationReport report, long opportunities, Map<String, Long> takenAt) {

  /** Returns how often it did. */
  long takings() {
    return takenAt.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the numbers of the rules that were seen broken. */
  List<String> broken() {
    return Stream.concat(
            report.storeProbes().stream(),
            report.modes().stream().flatMap(mode -> mode.findings().stream()))
        .filter(finding -> finding.outcome() == Outcome.FAIL)
        .map(Finding::rule)
        .distinct()
        .toList();
  }

  /** Returns the modes that were called safe. */
  List<SliceMode> safe() {
    return report.modes().stream()
        .filter(mode -> mode.verdict() == Verdict.SAFE)
        .map(ModeReport::mode)
        .toList();
  }

  /** Returns the chance with which such a run has the fault take place at all. */
  double chance() {
    return 1 - Math.pow(1 - 1.0 / fault.oneIn(), (double) opportunities);
  }
}
