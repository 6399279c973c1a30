package dev.slicebench.answer.history;

import dev.slicebench.evidence.Score;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A figure of one run.
 *
 * @param commit what was measured; null where that is not known
 * @param disturbed whether the machine itself was slow beside it
 */
record Point(
    String run, Instant startedAt, @Nullable String commit, Score score, boolean disturbed) {

  /** Returns the commit, short enough to read. */
  String shortCommit() {
    return commit == null
        ? "an unknown commit"
        : commit.substring(0, Math.min(10, commit.length()));
  }
}
