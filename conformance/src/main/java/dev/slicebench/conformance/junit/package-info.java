/** Holds the rules as JUnit tests, for projects with an event store or state store of their own. */
@NullMarked
package dev.slicebench.conformance.junit;

import org.jspecify.annotations.NullMarked;
