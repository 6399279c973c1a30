/** Statistics of few, noisy numbers. */
@NullMarked
package dev.slicebench.bench.stats;

import org.jspecify.annotations.NullMarked;
