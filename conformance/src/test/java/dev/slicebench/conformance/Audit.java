package dev.slicebench.conformance;

import dev.slicebench.conformance.Attempt.Fate;
import dev.slicebench.store.EventData;
import dev.slicebench.store.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A stream held against what its writers were told, all of whose events have ids of their own.
 *
 * @param lost acknowledged events that are not at the version that their writer was told
 * @param phantoms events in the stream that were refused, or that nobody sent
 * @param duplicates events that are in the stream more than once
 * @param gaps versions that are not the one that should follow
 * @param witness the first of these, for a person to check; empty where there are none
 */
record Audit(int lost, int phantoms, int duplicates, int gaps, String witness) {

  /**
   * Checks a stream in time linear to its length.
   *
   * @param stored all of the stream's events, in the order of a load
   */
  static Audit of(List<Attempt> attempts, List<RecordedEvent> stored) {
    List<String> lost = new ArrayList<>();
    List<String> phantoms = new ArrayList<>();
    List<String> duplicates = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    Map<Long, UUID> idByVersion = new HashMap<>();
    Set<UUID> allowed = new HashSet<>();
    for (RecordedEvent event : stored) {
      idByVersion.put(event.version(), event.id());
    }
    for (Attempt attempt : attempts) {
      if (attempt.is(Fate.UNKNOWN)) {
        attempt.events().forEach(event -> allowed.add(event.id()));
      }
      if (attempt.is(Fate.ACKNOWLEDGED)) {
        long version = attempt.version() - attempt.events().size();
        for (EventData event : attempt.events()) {
          version++;
          allowed.add(event.id());
          UUID there = idByVersion.get(version);
          if (!event.id().equals(there)) {
            lost.add(
                "acknowledged event %s is lost: version %d %s"
                    .formatted(
                        event.id(), version, there == null ? "does not exist" : "holds " + there));
          }
        }
      }
    }
    Set<UUID> seen = new HashSet<>();
    for (int i = 0; i < stored.size(); i++) {
      RecordedEvent event = stored.get(i);
      if (!allowed.contains(event.id())) {
        phantoms.add(
            "event %s was refused, yet it is version %d".formatted(event.id(), event.version()));
      }
      if (!seen.add(event.id())) {
        duplicates.add("event %s is there twice".formatted(event.id()));
      }
      if (event.version() != i + 1) {
        gaps.add("version %d stands where %d should".formatted(event.version(), i + 1));
      }
    }
    List<String> witnesses = new ArrayList<>(lost);
    witnesses.addAll(phantoms);
    witnesses.addAll(duplicates);
    witnesses.addAll(gaps);
    return new Audit(
        lost.size(),
        phantoms.size(),
        duplicates.size(),
        gaps.size(),
        witnesses.isEmpty() ? "" : witnesses.get(0));
  }
}
