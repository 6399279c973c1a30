/**
 * Where a Dapr sidecar comes from: attached to, or started in Docker, as a native daprd, or
 * embedded.
 */
@NullMarked
package dev.slicebench.sidecar;

import org.jspecify.annotations.NullMarked;
