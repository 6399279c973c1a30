/** The daprd program: finds it, builds it, starts it, and asks it what it is. */
@NullMarked
package dev.slicebench.sidecar.daprd;

import org.jspecify.annotations.NullMarked;
