/** Tells how fast the machine itself is, whatever is measured on it. */
@NullMarked
package dev.slicebench.bench.ruler;

import org.jspecify.annotations.NullMarked;
