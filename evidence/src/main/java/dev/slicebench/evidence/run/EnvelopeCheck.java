package dev.slicebench.evidence.run;

import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.file.DamagedFileException;
import java.time.DateTimeException;
import java.time.Instant;

/** What must hold of an envelope beyond the types of its fields. */
final class EnvelopeCheck {

  private EnvelopeCheck() {}

  static void require(Envelope envelope) throws DamagedFileException {
    requireTime("startedAt", envelope.startedAt());
    requireTime("finishedAt", envelope.finishedAt());
    require(
        envelope.machine().cpus() > 0 && envelope.machine().memoryBytes() > 0,
        "machine has no processor, or no memory");
    require(
        envelope.standings().stream().map(Safety::mode).distinct().count()
            == envelope.standings().size(),
        "standings has a mode twice");
    for (Envelope.Broken one : envelope.broken()) {
      requireCell("broken", one.cell());
    }
    for (BenchmarkCase one : envelope.disturbedCells()) {
      requireCell("disturbed", one);
    }
    AddedLatency latency = envelope.latency();
    if (latency != null) {
      require(
          latency.storeMs() >= 0 && latency.clientMs() >= 0 && latency.jitterMs() >= 0,
          "latency is negative");
    }
    RequestUnits units = envelope.requestUnits();
    if (units != null) {
      for (RequestUnits.Charge one : units.charges()) {
        requireCell("requestUnits", one.cell());
        require(one.requestUnits() >= 0 && one.requests() >= 0, "requestUnits has less than none");
      }
    }
  }

  private static void requireTime(String field, String value) throws DamagedFileException {
    try {
      Instant.parse(value);
    } catch (DateTimeException e) {
      throw new DamagedFileException(
          field + " is '" + value + "', no time such as 2026-11-25T10:44:58Z");
    }
  }

  private static void requireCell(String field, BenchmarkCase cell) throws DamagedFileException {
    StreamShape shape = cell.shape();
    require(
        (cell.mode() == null) == cell.benchmark().isFloor()
            && (cell.protocol() != null) == cell.benchmark().isOperation()
            && (shape.streamLength() > 0 || !cell.benchmark().hasLength())
            && shape.eventsPerAppend() > 0
            && shape.payloadBytes() > 0
            && cell.callers() > 0,
        field + " has a cell that no run measures");
  }

  private static void require(boolean holds, String otherwise) throws DamagedFileException {
    if (!holds) {
      throw new DamagedFileException(otherwise);
    }
  }
}
