/**
 * The Cosmos DB protocol as both ends of a connection see it: signatures, kinds of operation, and
 * counters of the traffic; and the server under the emulator and the tap.
 */
@NullMarked
package dev.slicebench.cosmos.wire;

import org.jspecify.annotations.NullMarked;
