/** A TCP proxy that delays and breaks what passes through it. */
@NullMarked
package dev.slicebench.sidecar.proxy;

import org.jspecify.annotations.NullMarked;
