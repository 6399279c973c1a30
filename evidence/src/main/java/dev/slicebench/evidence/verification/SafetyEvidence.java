package dev.slicebench.evidence.verification;

import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Combines what was verified, probed and known of the modes on one store. */
public final class SafetyEvidence {

  private SafetyEvidence() {}

  /**
   * Returns the safety of each mode that was probed, as {@link Safety#combine} has it.
   *
   * @param store where the modes were probed
   * @param probed what runs there saw, the newest first
   * @param verified of any stores; only what was verified on {@code store} counts
   */
  public static List<Safety> of(
      SidecarInfo store, Collection<Safety> probed, Collection<VerificationReport> verified) {
    SidecarInfo.Component component = store.component();
    StoreProfile profile =
        StoreProfile.of(component.type(), component.version(), component.capabilities());
    List<Safety> findings = new ArrayList<>();
    verified.stream()
        .filter(report -> report.isOf(store))
        .forEach(report -> findings.addAll(report.safety()));
    findings.addAll(probed);
    return Stream.of(SliceMode.values())
        .filter(mode -> probed.stream().anyMatch(one -> one.mode() == mode))
        .map(
            mode ->
                Safety.combine(
                    Stream.concat(
                            findings.stream().filter(one -> one.mode() == mode),
                            Stream.of(Safety.known(mode, profile.standing(mode))))
                        .toList()))
        .toList();
  }

  /**
   * Returns the safety of each mode that was verified on one store.
   *
   * @param verified of any stores; only what was verified on {@code store} counts
   */
  public static List<Safety> of(SidecarInfo store, Collection<VerificationReport> verified) {
    return of(
        store,
        verified.stream()
            .filter(report -> report.isOf(store))
            .flatMap(report -> report.safety().stream())
            .toList(),
        List.of());
  }

  /** Returns the first verification of each store, in the order of {@code verified}. */
  public static List<VerificationReport> firstOfEachStore(Collection<VerificationReport> verified) {
    List<VerificationReport> firsts = new ArrayList<>();
    for (VerificationReport report : verified) {
      if (firsts.stream().noneMatch(first -> report.isOf(first.sidecar()))) {
        firsts.add(report);
      }
    }
    return firsts;
  }

  /**
   * Returns how seldom a fault may be and would yet have been seen in a mode's appends: by the
   * verification that saw most of them, of those that found the mode safe on {@code store}. Empty
   * where none says so.
   */
  public static Optional<Power> power(
      SidecarInfo store, SliceMode mode, Collection<VerificationReport> verified) {
    return verified.stream()
        .filter(report -> report.isOf(store))
        .filter(report -> report.safety().stream().anyMatch(one -> isSafe(one, mode)))
        .flatMap(report -> Power.overAppends(report.power(), mode).stream())
        .max(Comparator.comparingLong(Power::oneIn));
  }

  private static boolean isSafe(Safety safety, SliceMode mode) {
    return safety.mode() == mode && safety.verdict() == Safety.Verdict.SAFE;
  }
}
