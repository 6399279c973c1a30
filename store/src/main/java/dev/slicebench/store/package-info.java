/**
 * An event store over the Dapr state API, in five slice modes: everything that a user of the
 * library sees, and nothing else. {@code internal} and the packages below it are the inside of this
 * room: its entry points use them, and they use its types.
 */
@NullMarked
package dev.slicebench.store;

import org.jspecify.annotations.NullMarked;
