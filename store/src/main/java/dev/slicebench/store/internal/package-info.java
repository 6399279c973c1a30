/** The slice modes, one protocol a mode; the walk over slices; what is known of each component. */
@NullMarked
package dev.slicebench.store.internal;

import org.jspecify.annotations.NullMarked;
