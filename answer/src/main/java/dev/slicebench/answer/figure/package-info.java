/** Figures: charts with their tables and their data, and pages that draw them. */
@NullMarked
package dev.slicebench.answer.figure;

import org.jspecify.annotations.NullMarked;
