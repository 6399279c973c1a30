/** Draws charts as SVG. Knows nothing of benchmarks. */
@NullMarked
package dev.slicebench.answer.chart;

import org.jspecify.annotations.NullMarked;
