package dev.slicebench.answer.history;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.run.Envelope;
import java.util.Locale;

/**
 * What must be the same for figures to be of one series.
 *
 * @param configuration the hash of what was asked of which kind of store
 */
record Environment(
    String machine, String jvm, String sidecar, String backend, String configuration) {

  static Environment of(Envelope envelope) {
    SidecarInfo sidecar = envelope.sidecar();
    return new Environment(
        envelope.machine().label(),
        envelope.machine().jvm(),
        sidecar.kind().name().toLowerCase(Locale.ROOT) + " sidecar, daprd " + sidecar.daprVersion(),
        sidecar.backend() + ", " + sidecar.component().type() + " " + sidecar.component().version(),
        envelope.configuration());
  }
}
