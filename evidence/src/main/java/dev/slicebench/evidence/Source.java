package dev.slicebench.evidence;

import org.jspecify.annotations.Nullable;

/**
 * The code that was measured.
 *
 * @param commit the checkout's commit; null where there is no checkout, or no git
 * @param dirty whether the checkout, results aside, differed from that commit
 */
public record Source(@Nullable String commit, boolean dirty) {}
