/** Where a Dapr sidecar comes from, and what stands behind it. */
@NullMarked
package dev.slicebench.sidecar;

import org.jspecify.annotations.NullMarked;
