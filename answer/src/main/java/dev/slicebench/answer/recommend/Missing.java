package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A figure that no run gave, and none could be scaled to.
 *
 * @param contact of the operation: what is measured has seen the head
 * @param payloadBytes the size of the payloads whose figures are scaled
 */
record Missing(BenchmarkCase cell, SliceMode mode, Contact contact, int payloadBytes) {

  /** Returns the shortest profile that gets it, or one near enough; empty where none does. */
  Optional<Profile> profile() {
    return Stream.of(Profile.values()).filter(this::isMeasuredBy).findFirst();
  }

  /** Returns whether a run with {@code given} gets it. */
  boolean isGotBy(Profile given) {
    return profile().filter(least -> least.compareTo(given) <= 0).isPresent();
  }

  private boolean isMeasuredBy(Profile profile) {
    List<BenchmarkCase> cells = profile.plan(List.of(mode)).cells();
    return (contact == Contact.WARM && cells.contains(cell))
        || Coverage.reaches(
            cells.stream().filter(one -> one.shape().payloadBytes() == payloadBytes).toList(),
            cell);
  }
}
