package dev.slicebench.evidence.verification;

import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
}
