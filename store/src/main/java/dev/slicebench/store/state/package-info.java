/** The seam between the slice modes and Dapr's state API. */
@NullMarked
package dev.slicebench.store.state;

import org.jspecify.annotations.NullMarked;
