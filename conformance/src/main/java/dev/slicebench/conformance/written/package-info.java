/** Logs what slicebench writes to somebody's state store, and deletes it again. */
@NullMarked
package dev.slicebench.conformance.written;

import org.jspecify.annotations.NullMarked;
