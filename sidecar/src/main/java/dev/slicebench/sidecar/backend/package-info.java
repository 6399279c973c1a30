/** What stands behind a state store: the backends to choose from, and their servers. */
@NullMarked
package dev.slicebench.sidecar.backend;

import org.jspecify.annotations.NullMarked;
