/** What the emulator keeps: databases, containers, documents, and what operations do to them. */
@NullMarked
package dev.slicebench.cosmos.engine;

import org.jspecify.annotations.NullMarked;
