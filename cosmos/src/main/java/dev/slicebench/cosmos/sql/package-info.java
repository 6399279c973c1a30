/** The part of Cosmos DB's SQL that the emulator answers; everything else is refused. */
@NullMarked
package dev.slicebench.cosmos.sql;

import org.jspecify.annotations.NullMarked;
