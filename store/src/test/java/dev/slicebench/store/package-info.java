/** Tests of the store against a state store in memory. */
@NullMarked
package dev.slicebench.store;

import org.jspecify.annotations.NullMarked;
