/** Runs over time: where a figure changed, and between which commits. */
@NullMarked
package dev.slicebench.bench.history;

import org.jspecify.annotations.NullMarked;
