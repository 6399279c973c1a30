/** What a run wrote to somebody's state store, and deleting it again. */
@NullMarked
package dev.slicebench.bench.written;

import org.jspecify.annotations.NullMarked;
