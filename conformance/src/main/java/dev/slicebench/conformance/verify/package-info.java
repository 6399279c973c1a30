/** Holds a store to the rules, and tells which slice modes are safe on it. */
@NullMarked
package dev.slicebench.conformance.verify;

import org.jspecify.annotations.NullMarked;
