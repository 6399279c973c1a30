/**
 * The rules as JUnit 5 tests, for projects that have an event store or a state store to hold to
 * them.
 */
@NullMarked
package dev.slicebench.conformance.junit;

import org.jspecify.annotations.NullMarked;
