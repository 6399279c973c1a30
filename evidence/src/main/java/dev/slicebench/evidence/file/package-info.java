/** Reads the files that this project writes, and refuses those that are not whole. */
@NullMarked
package dev.slicebench.evidence.file;

import org.jspecify.annotations.NullMarked;
