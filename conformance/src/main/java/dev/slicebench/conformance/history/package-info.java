/** Records what callers of event stores did and were told, and keeps it in files. */
@NullMarked
package dev.slicebench.conformance.history;

import org.jspecify.annotations.NullMarked;
