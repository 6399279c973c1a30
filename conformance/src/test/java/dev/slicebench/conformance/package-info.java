@NullMarked
package dev.slicebench.conformance;

import org.jspecify.annotations.NullMarked;
