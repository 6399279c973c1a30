package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.evidence.verification.SafetyEvidence;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A store whose modes were verified, and whose speed nobody measured.
 *
 * @param report its newest verification
 * @param safety of each mode, from all that is known of the store
 * @param safe the safe modes, by what is counted
 * @param power that of the safe mode with the least of it; empty where none is known
 * @param kin the same server as slicebench starts it to measure, which was measured; empty where it
 *     was not
 */
record VerifiedStore(
    VerificationReport report,
    List<Safety> safety,
    List<Candidate> safe,
    Optional<Power> power,
    Optional<String> kin) {

  /**
   * Returns the stores that a real daprd was verified on, the newest verification first.
   *
   * @param measured the stores of runs
   */
  static List<VerifiedStore> of(
      Workload workload,
      Collection<VerificationReport> verified,
      List<SidecarInfo> measured,
      Costs costs) {
    List<VerificationReport> unmeasured =
        verified.stream()
            .filter(one -> one.sidecar().kind() != SidecarKind.EMBEDDED)
            .filter(one -> measured.stream().noneMatch(one::isOf))
            .sorted(Comparator.comparing(VerificationReport::startedAt).reversed())
            .toList();
    return SafetyEvidence.firstOfEachStore(unmeasured).stream()
        .map(newest -> of(newest, workload, verified, measured, costs))
        .toList();
  }

  private static VerifiedStore of(
      VerificationReport newest,
      Workload workload,
      Collection<VerificationReport> verified,
      List<SidecarInfo> measured,
      Costs costs) {
    SidecarInfo store = newest.sidecar();
    List<Safety> safety = SafetyEvidence.of(store, verified);
    List<SliceMode> safe =
        safety.stream().filter(one -> one.verdict() == Verdict.SAFE).map(Safety::mode).toList();
    return new VerifiedStore(
        newest,
        safety,
        Recommender.counted(workload, costs, safe),
        safe.stream()
            .flatMap(mode -> SafetyEvidence.power(store, mode, verified).stream())
            .min(Comparator.comparingLong(Power::oneIn)),
        measured.stream().filter(one -> isKin(store, one)).map(SidecarInfo::backend).findFirst());
  }

  /** Returns whether slicebench starts the same server for both, in another way. */
  private static boolean isKin(SidecarInfo store, SidecarInfo other) {
    return backend(store).isPresent()
        && backend(store).equals(backend(other))
        && server(store).equals(server(other));
  }

  /** Without how it was started. */
  private static String server(SidecarInfo store) {
    return store.backend().replaceFirst(", .*", "");
  }

  /** Returns the same for a terminal, and what speaks against the other modes. */
  String text(boolean detail) {
    StringBuilder text = new StringBuilder("\n");
    text.append(Paragraph.wrap("", "  ", title() + ": " + sentences()));
    for (Safety one : safety) {
      if (detail && one.verdict() != Verdict.SAFE) {
        text.append(RecommendationText.out(one));
      }
    }
    return text.toString();
  }

  /** Returns which modes are safe, on what evidence, and what would measure them. */
  String sentences() {
    if (safe.isEmpty()) {
      return "No answer: no mode is safe there (verified %s).".formatted(report.day());
    }
    Tie tie = Tie.of(safe);
    return "Safe there: %s%s. What they take was not measured: %s.%s"
        .formatted(
            safeByEvidence(),
            power
                .map("; a fault in one of %s appends would have been seen with 90 %%"::formatted)
                .orElse(""),
            kin.map("only %s was, which is how 'run' starts it"::formatted)
                .orElseGet(() -> "'%s' does it%s".formatted(command(), asRunStartsIt())),
            tie.because().isEmpty() ? "" : " By what is counted, " + tie.because());
  }

  /** Two components of one database are two stores; a component file's store is named for both. */
  private String title() {
    SidecarInfo.Component component = report.sidecar().component();
    return report.sidecar().componentFile().isPresent()
        ? report.sidecar().backend()
        : "%s (%s %s)".formatted(report.sidecar().backend(), component.type(), component.version());
  }

  private String safeByEvidence() {
    Map<String, List<String>> modes = new LinkedHashMap<>();
    safety.stream()
        .filter(one -> one.verdict() == Verdict.SAFE)
        .forEach(
            one ->
                modes
                    .computeIfAbsent(one.evidence(), evidence -> new ArrayList<>())
                    .add(one.mode().name()));
    return modes.entrySet().stream()
        .map(one -> "%s (%s)".formatted(String.join(", ", one.getValue()), one.getKey()))
        .collect(Collectors.joining("; "));
  }

  private String asRunStartsIt() {
    SidecarInfo sidecar = report.sidecar();
    String server = server(sidecar);
    return backend(sidecar).isPresent() && !server.equals(sidecar.backend())
        ? ", of " + server + " as 'run' starts it"
        : "";
  }

  private String command() {
    SidecarInfo sidecar = report.sidecar();
    if (sidecar.kind() == SidecarKind.ATTACHED) {
      return StoreEvidence.ATTACHED_SLICEBENCH
          + " run --component-name "
          + sidecar.component().name();
    }
    return "./slicebench run "
        + sidecar
            .componentFile()
            .map("--component "::concat)
            .or(() -> sidecar.cosmosHost().map(this::cosmos))
            .or(() -> backend(sidecar).map("--backend "::concat))
            .orElse("--component FILE");
  }

  /** Returns the name on the command line of what slicebench itself starts. */
  private static Optional<String> backend(SidecarInfo sidecar) {
    return sidecar.kind() == SidecarKind.ATTACHED
            || sidecar.kind() == SidecarKind.EMBEDDED
            || sidecar.componentFile().isPresent()
            || sidecar.cosmosHost().isPresent()
        ? Optional.empty()
        : StoreEvidence.backend(sidecar.component());
  }

  /** An emulator may be at another port today. */
  private String cosmos(String host) {
    return report.sidecar().backend().startsWith(SidecarInfo.AZURE)
        ? "--cosmos-endpoint https://%s --cosmos-key-env NAME".formatted(host)
        : "--cosmos-endpoint URL";
  }
}
