@NullMarked
package dev.slicebench.conformance.verify;

import org.jspecify.annotations.NullMarked;
