package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.Rule;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.verify.VerificationReport.Finding;
import dev.slicebench.conformance.verify.VerificationReport.ModeReport;
import dev.slicebench.conformance.verify.VerificationReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A report's files: JSON, JUnit XML and Markdown, named for the store, and a folder of the same
 * name with a file for each witness.
 *
 * @param folder where they are
 */
public record VerificationFiles(Path folder) {

  /** Where the witnesses and histories of a store go. */
  public Path evidence(String store) {
    return folder.resolve(store);
  }

  /**
   * Takes away the witnesses and histories of an earlier verification of a store.
   *
   * @throws IOException if one cannot be deleted
   */
  public void clear(String store) throws IOException {
    Path evidence = evidence(store);
    Files.createDirectories(evidence);
    try (var old = Files.list(evidence)) {
      for (Path file : old.filter(f -> f.toString().matches(".*\\.(md|jsonl)")).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * Writes all files of a report, over those of an earlier one of the same store.
   *
   * @return the report, whose failures name their files
   */
  public VerificationReport write(VerificationReport report) throws IOException {
    Path evidence = evidence(report.store());
    Files.createDirectories(evidence);
    List<ModeReport> modes = new ArrayList<>();
    for (ModeReport mode : report.modes()) {
      modes.add(
          new ModeReport(
              mode.mode(),
              mode.standing(),
              mode.reason(),
              witnessed(report, mode.mode().name(), mode.findings())));
    }
    VerificationReport whole =
        new VerificationReport(
            report.schema(),
            report.store(),
            report.startedAt(),
            report.finishedAt(),
            report.profile(),
            report.seed(),
            report.sidecar(),
            witnessed(report, "store", report.storeProbes()),
            modes,
            report.notDeleted());
    whole.write(folder.resolve(report.store() + ".json"));
    Files.writeString(folder.resolve(report.store() + ".xml"), JunitXml.of(whole));
    Files.writeString(folder.resolve(report.store() + ".md"), Matrix.markdown(whole));
    return whole;
  }

  private List<Finding> witnessed(VerificationReport report, String subject, List<Finding> findings)
      throws IOException {
    List<Finding> named = new ArrayList<>();
    for (Finding finding : findings) {
      named.add(finding.outcome() == Outcome.FAIL ? witnessed(report, subject, finding) : finding);
    }
    return named;
  }

  private Finding witnessed(VerificationReport report, String subject, Finding finding)
      throws IOException {
    String owner = finding.group() == Rule.Group.STORE_PROBES ? "store" : subject;
    String file = owner + "-" + finding.rule() + ".md";
    Rule rule = Rules.of(finding.rule());
    Files.writeString(
        evidence(report.store()).resolve(file),
        """
        # Rule %s, broken by %s on %s

        %s

        *%s*

        Seen on %s, %s, seed %d:

        > %s
        """
            .formatted(
                rule.id(),
                owner,
                report.store(),
                rule.text(),
                rule.intent(),
                report.sidecar().backend(),
                report.sidecar().description(),
                report.seed(),
                finding.detail().replace("\n", "\n> ")));
    return new Finding(
        finding.rule(),
        finding.group(),
        finding.kind(),
        finding.outcome(),
        finding.detail(),
        report.store() + "/" + file);
  }
}
