/**
 * The JMH benchmarks. They run in forks of their own, against one sidecar that the parent started.
 */
@NullMarked
package dev.slicebench.bench.jmh;

import org.jspecify.annotations.NullMarked;
