@NullMarked
package dev.slicebench.store.internal.documents;

import org.jspecify.annotations.NullMarked;
