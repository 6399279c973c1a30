@NullMarked
package dev.slicebench.conformance.history.check;

import org.jspecify.annotations.NullMarked;
