/** Holds the numbered rules, group by group, and which of them each slice mode stands on. */
@NullMarked
package dev.slicebench.conformance.rules;

import org.jspecify.annotations.NullMarked;
