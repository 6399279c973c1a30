/**
 * The documents that a stream consists of: keys, content, size, and the calls that read and write
 * them.
 */
@NullMarked
package dev.slicebench.store.internal.documents;

import org.jspecify.annotations.NullMarked;
