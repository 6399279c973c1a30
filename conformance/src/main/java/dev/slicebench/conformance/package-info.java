/**
 * What a slice mode promises on a state store, put to the test; and the original to compare with.
 */
@NullMarked
package dev.slicebench.conformance;

import org.jspecify.annotations.NullMarked;
