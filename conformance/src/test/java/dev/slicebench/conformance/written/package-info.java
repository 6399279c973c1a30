@NullMarked
package dev.slicebench.conformance.written;

import org.jspecify.annotations.NullMarked;
