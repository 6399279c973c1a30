/** Histories of operations under races and faults, and their checker. */
@NullMarked
package dev.slicebench.conformance.history;

import org.jspecify.annotations.NullMarked;
