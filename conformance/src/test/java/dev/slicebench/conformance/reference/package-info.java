@NullMarked
package dev.slicebench.conformance.reference;

import org.jspecify.annotations.NullMarked;
