/** Runs over time: where a figure changed, and between which commits. */
@NullMarked
package dev.slicebench.answer.history;

import org.jspecify.annotations.NullMarked;
