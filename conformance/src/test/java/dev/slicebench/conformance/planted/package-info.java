/** A real daprd over a component of our own, sound at first, with one fault planted at a time. */
@NullMarked
package dev.slicebench.conformance.planted;

import org.jspecify.annotations.NullMarked;
