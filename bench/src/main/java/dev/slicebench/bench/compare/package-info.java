/** Two builds of the benchmarks, side by side: which is faster, and how sure is that. */
@NullMarked
package dev.slicebench.bench.compare;

import org.jspecify.annotations.NullMarked;
