/** Draws charts as SVG. Knows nothing of benchmarks. */
@NullMarked
package dev.slicebench.bench.chart;

import org.jspecify.annotations.NullMarked;
