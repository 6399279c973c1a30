/** The report: runs and the ledger as one page of figures, each with its table and its data. */
@NullMarked
package dev.slicebench.answer.report;

import org.jspecify.annotations.NullMarked;
