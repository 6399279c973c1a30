/** Tests of the library on real stores, through a sidecar. */
@NullMarked
package dev.slicebench.conformance;

import org.jspecify.annotations.NullMarked;
