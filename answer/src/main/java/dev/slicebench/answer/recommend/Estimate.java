package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Score;

/**
 * What an operation takes.
 *
 * @param score the figure, whose error has that of the scaling in it
 * @param scaled whether it was brought from another operation of the same mode
 */
record Estimate(Score score, boolean scaled) {}
