/**
 * Child processes, temporary folders and ports of this JVM, and what removes them when it ends or
 * is killed.
 */
@NullMarked
package dev.slicebench.sidecar.process;

import org.jspecify.annotations.NullMarked;
