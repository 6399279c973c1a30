/**
 * Plain data of what was found and measured: benchmarks, scores, costs, safety, where they come
 * from.
 */
@NullMarked
package dev.slicebench.evidence;

import org.jspecify.annotations.NullMarked;
