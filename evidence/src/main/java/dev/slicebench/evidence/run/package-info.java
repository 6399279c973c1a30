/** Reads and writes the results of a benchmark run. */
@NullMarked
package dev.slicebench.evidence.run;

import org.jspecify.annotations.NullMarked;
