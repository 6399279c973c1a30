/**
 * An embedded Azure Cosmos DB emulator, and a tap that counts what any Cosmos endpoint is asked.
 */
@NullMarked
package dev.slicebench.cosmos;

import org.jspecify.annotations.NullMarked;
