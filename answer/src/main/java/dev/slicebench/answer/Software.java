package dev.slicebench.answer;

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
}
