/**
 * An account in memory: its databases, containers and documents, and the request units that
 * operations on them are charged.
 */
@NullMarked
package dev.slicebench.cosmos.emulator.engine;

import org.jspecify.annotations.NullMarked;
