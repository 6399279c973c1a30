@NullMarked
package dev.slicebench.store.migration;

import org.jspecify.annotations.NullMarked;
