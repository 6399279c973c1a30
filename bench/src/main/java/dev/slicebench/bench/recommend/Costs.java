package dev.slicebench.bench.recommend;

import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.ledger.Contact;
import dev.slicebench.bench.ledger.Cost;
import dev.slicebench.bench.ledger.Ledger;
import dev.slicebench.bench.ledger.LedgerCount;
import dev.slicebench.bench.ledger.Operation;
import dev.slicebench.bench.ledger.Row;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.store.SliceMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a workload's operations cost: from the ledger, or counted as the ledger is. */
final class Costs {

  private final Ledger ledger;
  private final Workload workload;
  private final Map<Stream, List<Row>> counted = new HashMap<>();

  Costs(Ledger ledger, Workload workload) {
    this.ledger = ledger;
    this.workload = workload;
  }

  private record Stream(SliceMode mode, int length) {}

  /** What an operation of ours costs. */
  Cost of(SliceMode mode, Subject subject, Contact contact, int streamLength) {
    Operation operation =
        new Operation(
            Protocol.OURS, mode, subject, contact, streamLength, workload.eventsPerAppend());
    Optional<Row> known =
        workload.payloadBytes() == ledger.payloadBytes() ? ledger.row(operation) : Optional.empty();
    Row row =
        known.orElseGet(
            () ->
                counted
                    .computeIfAbsent(
                        new Stream(mode, streamLength),
                        stream ->
                            LedgerCount.of(
                                mode,
                                streamLength,
                                workload.eventsPerAppend(),
                                workload.payloadBytes()))
                    .stream()
                    .filter(one -> one.operation().equals(operation))
                    .findFirst()
                    .orElseThrow());
    return Objects.requireNonNull(row.cost(), "ours loads in windows, whatever the length");
  }
}
