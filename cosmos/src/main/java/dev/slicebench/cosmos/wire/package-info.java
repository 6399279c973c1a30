/**
 * The Cosmos DB protocol as both ends of a connection see it: signatures, kinds of operation, and
 * counters of the traffic.
 */
@NullMarked
package dev.slicebench.cosmos.wire;

import org.jspecify.annotations.NullMarked;
