/** Text for a terminal of 80 columns. */
@NullMarked
package dev.slicebench.conformance.text;

import org.jspecify.annotations.NullMarked;
