/** Holds the original's protocol, ported from .NET, flaws and all. */
@NullMarked
package dev.slicebench.conformance.reference;

import org.jspecify.annotations.NullMarked;
