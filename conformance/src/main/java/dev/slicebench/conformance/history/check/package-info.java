/** Checks histories: finds anomalies in them, each with a witness that a person can check. */
@NullMarked
package dev.slicebench.conformance.history.check;

import org.jspecify.annotations.NullMarked;
