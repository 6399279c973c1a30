package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Profile;
import java.util.Optional;

/**
 * A figure that no run gave, and none could be scaled to.
 *
 * @param profile the shortest that gets it; empty where none does
 */
record Missing(BenchmarkCase cell, Optional<Profile> profile) {

  /** Returns whether a run with {@code given} gets it. */
  boolean isGotBy(Profile given) {
    return profile.isPresent() && profile.get().compareTo(given) <= 0;
  }
}
