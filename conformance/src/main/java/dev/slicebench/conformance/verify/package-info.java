/** Asks a store the rules, tells which slice modes are safe on it, and writes the verdicts. */
@NullMarked
package dev.slicebench.conformance.verify;

import org.jspecify.annotations.NullMarked;
