@NullMarked
package dev.slicebench.store.state;

import org.jspecify.annotations.NullMarked;
