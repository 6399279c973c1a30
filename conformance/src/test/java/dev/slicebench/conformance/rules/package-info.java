@NullMarked
package dev.slicebench.conformance.rules;

import org.jspecify.annotations.NullMarked;
