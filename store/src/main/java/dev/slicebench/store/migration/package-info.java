/** Moves streams from one slice mode to another. */
@NullMarked
package dev.slicebench.store.migration;

import org.jspecify.annotations.NullMarked;
