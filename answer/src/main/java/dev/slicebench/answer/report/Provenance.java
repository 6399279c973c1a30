package dev.slicebench.answer.report;

import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.Charges;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.text.Numbers;
import java.util.Locale;

/** What a run was measured on, said so that nobody takes a stand-in for the real thing. */
final class Provenance {

  private Provenance() {}

  /** Returns the store's name, with a mark unless a real daprd worked on a real store. */
  static String store(Envelope envelope) {
    return real(envelope) + added(envelope);
  }

  /** Returns a store's name, with a mark unless a real daprd worked on it. */
  static String store(SidecarInfo sidecar) {
    return sidecar.kind() == SidecarKind.EMBEDDED
        ? sidecar.backend() + " [embedded sidecar, not Dapr]"
        : sidecar.backend();
  }

  /** Returns the store's name without the latency that was added. */
  static String real(Envelope envelope) {
    String backend = store(envelope.sidecar());
    boolean saysSo = backend.contains("emulator");
    return isEmulated(envelope) && !saysSo ? backend + " [emulator, not Azure]" : backend;
  }

  /** Returns what was added to each round trip, in milliseconds as measured. */
  static double latencyMs(Envelope envelope) {
    AddedLatency latency = envelope.latency();
    return latency == null ? 0 : latency.measuredStoreMs() + latency.measuredClientMs();
  }

  private static String added(Envelope envelope) {
    AddedLatency latency = envelope.latency();
    return latency == null
        ? ""
        : " + %s ms a round trip".formatted(Numbers.of(latency.storeMs() + latency.clientMs()));
  }

  /** Returns what was measured on what, in a sentence. */
  static String sentence(Run run) {
    Envelope envelope = run.envelope();
    SidecarInfo sidecar = envelope.sidecar();
    return "%s %s, %s, component %s %s; profile %s, %s, on %s, %s."
        .formatted(
            isEmbedded(envelope)
                ? "The embedded sidecar, which is not Dapr, behaving as daprd"
                : "A real daprd",
            sidecar.daprVersion(),
            sidecar.kind().name().toLowerCase(Locale.ROOT),
            sidecar.component().type(),
            sidecar.component().version(),
            envelope.profile(),
            day(envelope),
            envelope.machine().label(),
            envelope.machine().jvm());
  }

  /** Returns the day of a run, UTC. */
  static String day(Envelope envelope) {
    return envelope.startedAt().substring(0, 10);
  }

  /** Returns whether there was no Dapr. */
  static boolean isEmbedded(Envelope envelope) {
    return envelope.sidecar().kind() == SidecarKind.EMBEDDED;
  }

  /** Returns whether request units, where there are any, are a model's. */
  static boolean isEmulated(Envelope envelope) {
    RequestUnits units = envelope.requestUnits();
    return units != null && units.source() == Charges.MODELLED;
  }
}
