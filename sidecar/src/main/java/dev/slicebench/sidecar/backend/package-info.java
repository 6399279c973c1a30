/** The backends that can stand behind a state store, and the servers that they need. */
@NullMarked
package dev.slicebench.sidecar.backend;

import org.jspecify.annotations.NullMarked;
