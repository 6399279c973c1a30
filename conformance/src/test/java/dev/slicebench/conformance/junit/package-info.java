@NullMarked
package dev.slicebench.conformance.junit;

import org.jspecify.annotations.NullMarked;
