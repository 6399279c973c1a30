/** TCP proxies around a sidecar, which delay a connection or break it. */
@NullMarked
package dev.slicebench.sidecar.proxy;

import org.jspecify.annotations.NullMarked;
