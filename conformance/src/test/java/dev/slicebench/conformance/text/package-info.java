@NullMarked
package dev.slicebench.conformance.text;

import org.jspecify.annotations.NullMarked;
