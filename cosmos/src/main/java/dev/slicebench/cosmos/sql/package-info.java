/** Cosmos DB's query language: parses a query, and runs it over documents. */
@NullMarked
package dev.slicebench.cosmos.sql;

import org.jspecify.annotations.NullMarked;
