@NullMarked
package dev.slicebench.conformance.history;

import org.jspecify.annotations.NullMarked;
