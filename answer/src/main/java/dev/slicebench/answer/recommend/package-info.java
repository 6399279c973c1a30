/** Which slice mode to use for a workload: from runs, the ledger, and what is known to be safe. */
@NullMarked
package dev.slicebench.answer.recommend;

import org.jspecify.annotations.NullMarked;
