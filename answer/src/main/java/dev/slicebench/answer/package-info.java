/** Reads results and renders them: the table, and the answer under it. */
@NullMarked
package dev.slicebench.answer;

import org.jspecify.annotations.NullMarked;
