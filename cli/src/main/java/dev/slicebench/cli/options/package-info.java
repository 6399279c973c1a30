/** Options that several commands have, and how their values are read. */
@NullMarked
package dev.slicebench.cli.options;

import org.jspecify.annotations.NullMarked;
