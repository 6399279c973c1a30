/** Plans a run, carries it out cell by cell, and keeps its results. */
@NullMarked
package dev.slicebench.bench.run;

import org.jspecify.annotations.NullMarked;
