/**
 * Holds what a rule is, and what the checks of rules are written with: scripts, races, workloads
 * under faults.
 */
@NullMarked
package dev.slicebench.conformance.rules.check;

import org.jspecify.annotations.NullMarked;
