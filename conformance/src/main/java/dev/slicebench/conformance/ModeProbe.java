package dev.slicebench.conformance;

import dev.slicebench.conformance.ModeEvidence.Verdict;
import dev.slicebench.conformance.StoreProbes.Finding;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import io.dapr.client.DaprClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells by trying which slice modes are safe on a sidecar's state store: raw questions to the
 * store, then a race of the library's own writers. What it finds broken is broken; what it finds
 * safe is safe as far as a few seconds show.
 */
public final class ModeProbe {

  private static final int WRITERS = 12;
  private static final int APPENDS_PER_WRITER = 10;

  private final Footprint state;
  private final StoreProfile profile;
  private final StoreProbes probes;
  private final String prefix;
  private final long seed;

  private ModeProbe(Footprint state, StoreProfile profile, String prefix, long seed) {
    this.state = state;
    this.profile = profile;
    this.probes = new StoreProbes(state, profile, prefix);
    this.prefix = prefix;
    this.seed = seed;
  }

  /**
   * Probes each of {@code modes} on the state store of {@code info}, in seconds. Everything written
   * has keys of its own, and is deleted before this returns.
   *
   * @param seed decides what the racing writers append
   * @return the evidence, in the order of {@code modes}
   * @throws StateStoreException if what was written cannot be deleted; its keys begin with {@code
   *     slicebench-probe-}
   */
  public static List<ModeEvidence> probe(
      DaprClient client, SidecarInfo info, Collection<SliceMode> modes, long seed) {
    SidecarInfo.Component component = info.component();
    StoreProfile profile =
        StoreProfile.of(component.type(), component.version(), component.capabilities());
    return probe(new DaprStateStore(client, component.name()), profile, modes, seed);
  }

  static List<ModeEvidence> probe(
      StateStore store, StoreProfile profile, Collection<SliceMode> modes, long seed) {
    Footprint state = new Footprint(store);
    String prefix = "slicebench-probe-" + UUID.randomUUID();
    ModeProbe probe = new ModeProbe(state, profile, prefix, seed);
    try {
      return modes.stream().map(probe::evidence).toList();
    } finally {
      state.remove();
    }
  }

  private ModeEvidence evidence(SliceMode mode) {
    try {
      return judged(mode);
    } catch (StateStoreException | EventStoreException e) {
      return new ModeEvidence(mode, Verdict.INCONCLUSIVE, "could not be tried: " + e.getMessage());
    }
  }

  private ModeEvidence judged(SliceMode mode) {
    List<Finding> findings = probes.findings(mode);
    Optional<String> missing =
        findings.stream()
            .filter(Finding.Missing.class::isInstance)
            .map(finding -> ((Finding.Missing) finding).reason())
            .findFirst();
    if (missing.isPresent()) {
      return new ModeEvidence(mode, Verdict.UNSUPPORTED, missing.get());
    }
    if (profile.standing(mode) instanceof ModeStanding.Unsupported unsupported) {
      return new ModeEvidence(mode, Verdict.UNSUPPORTED, unsupported.reason());
    }
    List<String> broken = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding instanceof Finding.Broken seen) {
        broken.add(seen.witness());
      }
    }
    Race.Outcome race = race(mode);
    String counts =
        "%d of %d probes held; race of %d writers: %s"
            .formatted(findings.size() - broken.size(), findings.size(), WRITERS, race);
    if (!broken.isEmpty()) {
      return new ModeEvidence(mode, Verdict.UNSAFE, broken.get(0) + " (" + counts + ")");
    }
    if (!race.isSound()) {
      return new ModeEvidence(mode, Verdict.UNSAFE, race.witness() + " (" + counts + ")");
    }
    return race.refused() == 0 || race.collisions() == 0
        ? new ModeEvidence(mode, Verdict.INCONCLUSIVE, "too little contention: " + counts)
        : new ModeEvidence(mode, Verdict.SAFE, counts);
  }

  private Race.Outcome race(SliceMode mode) {
    return Race.run(
        state,
        store -> DaprEventStore.builder(store, profile, mode).allowUnsafe().build(),
        prefix + "-race-" + mode,
        new Race.Plan(WRITERS, APPENDS_PER_WRITER, true, seed));
  }
}
