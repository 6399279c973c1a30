/** Text for a terminal of 80 columns. */
@NullMarked
package dev.slicebench.evidence.text;

import org.jspecify.annotations.NullMarked;
