/** The command line. */
@NullMarked
package dev.slicebench.bench.cli;

import org.jspecify.annotations.NullMarked;
