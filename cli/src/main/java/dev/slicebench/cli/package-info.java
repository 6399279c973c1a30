/** The command line. */
@NullMarked
package dev.slicebench.cli;

import org.jspecify.annotations.NullMarked;
