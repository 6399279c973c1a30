/** A reverse proxy that counts the requests and the request units of any Cosmos DB endpoint. */
@NullMarked
package dev.slicebench.cosmos.tap;

import org.jspecify.annotations.NullMarked;
