package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.CostCounter;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.LedgerOperation;
import dev.slicebench.evidence.ledger.LedgerRow;
import dev.slicebench.store.SliceMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a workload's operations cost: from the ledger, or counted as the ledger is. */
final class Costs {

  private final Ledger ledger;
  private final CostCounter counter;
  private final Workload workload;
  private final Map<Stream, List<LedgerRow>> counted = new HashMap<>();

  Costs(Ledger ledger, CostCounter counter, Workload workload) {
    this.ledger = ledger;
    this.counter = counter;
    this.workload = workload;
  }

  private record Stream(SliceMode mode, int length) {}

  /** Returns what an operation of ours costs. */
  Cost of(SliceMode mode, Benchmark benchmark, Contact contact, int streamLength) {
    LedgerOperation operation =
        new LedgerOperation(
            Protocol.SLICEBENCH,
            mode,
            benchmark,
            contact,
            streamLength,
            workload.eventsPerAppend());
    Optional<LedgerRow> known =
        workload.payloadBytes() == ledger.payloadBytes() ? ledger.row(operation) : Optional.empty();
    LedgerRow row =
        known.orElseGet(
            () ->
                counted
                    .computeIfAbsent(
                        new Stream(mode, streamLength),
                        stream ->
                            counter.count(
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
