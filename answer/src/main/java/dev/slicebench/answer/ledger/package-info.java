/** Renders the ledger as text. */
@NullMarked
package dev.slicebench.answer.ledger;

import org.jspecify.annotations.NullMarked;
