@NullMarked
package dev.slicebench.conformance.mutants;

import org.jspecify.annotations.NullMarked;
