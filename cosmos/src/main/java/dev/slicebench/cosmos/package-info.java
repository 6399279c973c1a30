/**
 * The embedded Cosmos DB emulator as its users start it, and a client that makes databases and
 * containers in any account.
 */
@NullMarked
package dev.slicebench.cosmos;

import org.jspecify.annotations.NullMarked;
