package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome;
import dev.slicebench.conformance.history.AppendOutcome.Acknowledged;
import dev.slicebench.conformance.history.AppendOutcome.Conflict;
import dev.slicebench.conformance.history.AppendOutcome.Refused;
import dev.slicebench.conformance.history.AppendOutcome.Unknown;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.store.ExpectedVersion;
import org.jspecify.annotations.Nullable;

/**
 * One append of a batch.
 *
 * @param earlier another one of the same batch, on an earlier line
 */
record Attempt(
    int line,
    Batch batch,
    Span span,
    ExpectedVersion expected,
    AppendOutcome outcome,
    @Nullable Attempt earlier) {

  boolean isAcknowledged() {
    return outcome instanceof Acknowledged;
  }

  /** Returns whether it may have stored the events: it was acknowledged, or is open for ever. */
  boolean mayBeStored() {
    return isAcknowledged() || outcome instanceof Unknown;
  }

  /** Returns whether it may have put the events behind a version. */
  boolean mayHaveStoredBehind(long base) {
    return mayBeStored() && base >= 0 && expected.isMetBy(base);
  }

  /** Returns the version told with success, or 0. */
  long told() {
    return outcome instanceof Acknowledged ok ? ok.result().nextExpectedVersion() : 0;
  }

  /** For a witness: who appended what, and was told what. */
  @Override
  public String toString() {
    return "line %d: process %d appended %s expecting %s and was told %s"
        .formatted(line, span.process(), batch, expected, told(outcome));
  }

  private static String told(AppendOutcome outcome) {
    if (outcome instanceof Acknowledged ok) {
      return "version "
          + ok.result().nextExpectedVersion()
          + (ok.result().createdStream() ? ", stream created" : "")
          + (ok.result().repeat() ? ", a repeat" : "");
    }
    if (outcome instanceof Conflict conflict) {
      return "a conflict at version " + conflict.actual();
    }
    return outcome instanceof Refused refused
        ? "a refusal (" + refused.why() + ")"
        : "nothing certain (" + ((Unknown) outcome).why() + ")";
  }
}
