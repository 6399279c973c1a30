/** Reads and writes the files of documents that could not be deleted. */
@NullMarked
package dev.slicebench.evidence.leftover;

import org.jspecify.annotations.NullMarked;
