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

  /** Returns whether a run with that profile gets it. */
  boolean isIn(Profile longer) {
    return profile.isPresent() && profile.get().compareTo(longer) <= 0;
  }
}
