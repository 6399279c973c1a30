/**
 * The ledger: what each operation costs in calls, documents, bytes and round trips. It has no
 * noise, so that a change of it is a change of the code.
 */
@NullMarked
package dev.slicebench.bench.ledger;

import org.jspecify.annotations.NullMarked;
