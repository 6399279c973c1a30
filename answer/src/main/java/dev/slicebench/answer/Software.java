package dev.slicebench.answer;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Run;

/**
 * The software that a run measured: only figures of the same may be set side by side, or taken from
 * each other.
 *
 * @param daprVersion of daprd
 * @param ledger of the library, which is told by the calls that it makes
 */
public record Software(String daprVersion, Ledger ledger) {

  /** Returns that of a run. */
  public static Software of(Run run, Ledgers ledgers) {
    return new Software(run.envelope().sidecar().daprVersion(), ledgers.at(run.startedAt()));
  }

  /**
   * Returns whether a cell's figures of both may be set side by side: of one daprd, and of
   * operations that cost the same in both ledgers. Raw calls are no library's.
   */
  public boolean isSame(Software other, BenchmarkCase cell) {
    return daprVersion.equals(other.daprVersion)
        && (cell.protocol() == null
            || ledger.equals(other.ledger)
            || (ledger.row(cell).isPresent() && ledger.row(cell).equals(other.ledger.row(cell))));
  }
}
