/** Plants faults, drawn from a seed, between client, sidecar and store, and heals them. */
@NullMarked
package dev.slicebench.conformance.faults;

import org.jspecify.annotations.NullMarked;
