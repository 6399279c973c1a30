package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.Foundations;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.process.Folders;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Tells in seconds which slice modes are safe on a sidecar's state store: the rules that each mode
 * stands on, asked of the store, then races of the library's own writers; it breaks no connection.
 * What it finds broken is broken; what it finds safe is safe as far as a few seconds show. {@link
 * Verification} asks all rules.
 */
public final class ModeProbe {

  /** For how long a mode is probed; what is left out then is told. */
  private static final Duration A_MODE = Duration.ofSeconds(20);

  private ModeProbe() {}

  /**
   * Probes each of {@code modes} on the state store of {@code sidecar}. Everything written has keys
   * of its own, and is deleted before this returns.
   *
   * @param seed decides what the racing writers append
   * @return what was seen of each, in the order of {@code modes}
   * @throws VerificationException if the store cannot be probed, or what was written not be deleted
   */
  public static List<Safety> probe(
      DaprClient client, Sidecar sidecar, Collection<SliceMode> modes, long seed) {
    return probe(
        new DaprStateStore(client, sidecar.info().component().name()),
        sidecar,
        modes,
        seed,
        Path.of(System.getProperty("java.io.tmpdir")),
        A_MODE);
  }

  /**
   * With its histories in {@code parent}, meanwhile.
   *
   * @param aMode how long it may take a mode, all together
   */
  public static List<Safety> probe(
      StateStore state,
      Sidecar sidecar,
      Collection<SliceMode> modes,
      long seed,
      Path parent,
      Duration aMode) {
    Path histories = newFolder(parent);
    VerificationReport report;
    try {
      report = verify(state, sidecar, modes, seed, histories, aMode);
    } finally {
      Folders.delete(histories);
    }
    if (!report.notDeleted().isEmpty()) {
      throw new VerificationException(
          "the probe could not delete what it wrote: " + String.join(" ", report.notDeleted()));
    }
    return report.modes().stream().map(mode -> safety(mode, report.day())).toList();
  }

  private static VerificationReport verify(
      StateStore state,
      Sidecar sidecar,
      Collection<SliceMode> modes,
      long seed,
      Path histories,
      Duration aMode) {
    List<Rule> rules = Rules.all().stream().filter(rule -> isAsked(rule, modes)).toList();
    VerifyOptions order =
        new VerifyOptions(
            List.copyOf(modes),
            rules,
            "probe",
            1,
            0,
            1,
            seed,
            histories,
            aMode.multipliedBy(modes.size()),
            System::nanoTime);
    try (Verification verification = new Verification(sidecar, List.of(state), order)) {
      return verification.run((number, total, subject, rule) -> {});
    }
  }

  private static Path newFolder(Path parent) {
    try {
      Path folder = Files.createTempDirectory(parent, "slicebench-probe-");
      // For when the JVM is asked to end meanwhile.
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new VerificationException(
          "no folder can be made in %s (%s): set java.io.tmpdir to one that is writable"
              .formatted(parent, e.getMessage()));
    }
  }

  /** Rules about sizes and age are not about conflicts, and take longer than all others. */
  private static boolean isAsked(Rule rule, Collection<SliceMode> modes) {
    return rule.group() == RuleGroup.CONCURRENCY
        || (!rule.isLarge()
            && !rule.isOfOld()
            && !rule.needs().contains(Capability.CLIENT_FAULTS)
            && modes.stream().anyMatch(mode -> Foundations.of(mode).contains(rule.id())));
  }

  private static Safety safety(ModeReport mode, String day) {
    Safety safety = mode.safety(Safety.Source.PROBED, day);
    boolean isCutOff =
        safety.verdict() == Verdict.INCONCLUSIVE
            && mode.findings().stream().anyMatch(finding -> finding.isLeftOut());
    return isCutOff
        ? new Safety(
            safety.mode(),
            safety.verdict(),
            "not probed to the end: " + safety.reason(),
            safety.source(),
            day)
        : safety;
  }
}
