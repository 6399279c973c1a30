/** The slice modes: one protocol a mode, and the walks over slices. */
@NullMarked
package dev.slicebench.store.internal;

import org.jspecify.annotations.NullMarked;
