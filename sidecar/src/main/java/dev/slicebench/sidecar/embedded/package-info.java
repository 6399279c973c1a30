/**
 * A server of the state part of Dapr's API, over memory, that behaves as daprd does over a chosen
 * component.
 */
@NullMarked
package dev.slicebench.sidecar.embedded;

import org.jspecify.annotations.NullMarked;
