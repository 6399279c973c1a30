/** Reads the files that this project writes, and refuses those that are not whole. */
@NullMarked
package dev.slicebench.bench.files;

import org.jspecify.annotations.NullMarked;
