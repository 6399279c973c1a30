/** Holds the store under test: its capabilities, its failed calls, and faults to plant in it. */
@NullMarked
package dev.slicebench.conformance;

import org.jspecify.annotations.NullMarked;
