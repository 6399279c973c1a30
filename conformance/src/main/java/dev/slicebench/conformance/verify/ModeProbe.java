package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.Foundations;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.ModeEvidence;
import dev.slicebench.evidence.ModeEvidence.Verdict;
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
import java.util.Set;

/**
 * Tells in seconds which slice modes are safe on a sidecar's state store: the rules that each mode
 * stands on, asked of the store, then races of the library's own writers; it breaks no connection.
 * What it finds broken is broken; what it finds safe is safe as far as a few seconds show. {@link
 * Verification} asks all rules.
 */
public final class ModeProbe {

  /** They are about sizes, not about conflicts, and take longer than all others. */
  private static final Set<String> LARGE = Set.of("7.33", "7.44", "7.47", "7.65", "7.66");

  /** For how long a mode is probed; what is left out then is told. */
  private static final Duration A_MODE = Duration.ofSeconds(20);

  private ModeProbe() {}

  /**
   * Probes each of {@code modes} on the state store of {@code sidecar}. Everything written has keys
   * of its own, and is deleted before this returns.
   *
   * @param seed decides what the racing writers append
   * @return the evidence, in the order of {@code modes}
   * @throws VerificationException if the store cannot be probed, or what was written not be deleted
   */
  public static List<ModeEvidence> probe(
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
  public static List<ModeEvidence> probe(
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
    return report.modes().stream().map(ModeProbe::evidence).toList();
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

  private static boolean isAsked(Rule rule, Collection<SliceMode> modes) {
    return rule.group() == RuleGroup.CONCURRENCY
        || (!LARGE.contains(rule.id())
            && !rule.needs().contains(Capability.CLIENT_FAULTS)
            && modes.stream().anyMatch(mode -> Foundations.of(mode).contains(rule.id())));
  }

  private static ModeEvidence evidence(ModeReport mode) {
    Verdict verdict =
        switch (mode.standing()) {
          case SAFE -> Verdict.SAFE;
          case UNSAFE -> Verdict.UNSAFE;
          case UNSUPPORTED -> Verdict.UNSUPPORTED;
          case INCONCLUSIVE, NOT_ASKED -> Verdict.INCONCLUSIVE;
        };
    boolean isCutOff =
        verdict == Verdict.INCONCLUSIVE
            && mode.findings().stream().anyMatch(finding -> finding.isLeftOut());
    return new ModeEvidence(
        mode.mode(), verdict, (isCutOff ? "not probed to the end: " : "") + mode.reason());
  }
}
