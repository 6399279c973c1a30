@NullMarked
package dev.slicebench.cosmos.sql;

import org.jspecify.annotations.NullMarked;
