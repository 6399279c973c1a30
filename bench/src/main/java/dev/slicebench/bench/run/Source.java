package dev.slicebench.bench.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The code that was measured.
 *
 * @param commit the checkout's commit; null where there is no checkout, or no git
 * @param dirty whether the checkout, results aside, differed from that commit
 */
public record Source(@Nullable String commit, boolean dirty) {

  /** Of the checkout in {@code home}. */
  public static Source of(Path home) {
    String commit = Git.answer(home, "rev-parse", "HEAD").orElse(null);
    boolean dirty =
        Git.answer(home, "status", "--porcelain", "--", ".", ":!results")
            .filter(changes -> !changes.isEmpty())
            .isPresent();
    return new Source(commit, dirty);
  }
}
