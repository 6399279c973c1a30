/** Reads and writes what a verification found. */
@NullMarked
package dev.slicebench.evidence.verification;

import org.jspecify.annotations.NullMarked;
