/** Faults: drawn from a seed, planted between client, sidecar and store, and healed. */
@NullMarked
package dev.slicebench.conformance.faults;

import org.jspecify.annotations.NullMarked;
