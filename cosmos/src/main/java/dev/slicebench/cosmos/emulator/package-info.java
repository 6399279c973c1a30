/**
 * The emulator's server: reads REST requests, answers them from the engine, and injects the faults
 * it was told to.
 */
@NullMarked
package dev.slicebench.cosmos.emulator;

import org.jspecify.annotations.NullMarked;
