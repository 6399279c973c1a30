/** Numbered rules that event stores and state stores are held to. */
@NullMarked
package dev.slicebench.conformance.rules;

import org.jspecify.annotations.NullMarked;
