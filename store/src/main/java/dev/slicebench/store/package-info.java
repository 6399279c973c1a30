/** An event store over the Dapr state API, in five slice modes. */
@NullMarked
package dev.slicebench.store;

import org.jspecify.annotations.NullMarked;
