/** The emulator's REST API. */
@NullMarked
package dev.slicebench.cosmos.http;

import org.jspecify.annotations.NullMarked;
