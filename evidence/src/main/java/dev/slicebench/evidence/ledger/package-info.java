/** Reads and writes the ledger: what each operation costs in calls, documents and bytes. */
@NullMarked
package dev.slicebench.evidence.ledger;

import org.jspecify.annotations.NullMarked;
