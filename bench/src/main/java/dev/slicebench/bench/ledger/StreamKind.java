package dev.slicebench.bench.ledger;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.LedgerOperation;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of stream: who works on it, and how it came to be.
 *
 * @param payloadBytes the size of an event's data as JSON
 */
record StreamKind(
    Protocol protocol, SliceMode mode, int streamLength, int eventsPerAppend, int payloadBytes) {

  /** The size of an event's data, as JSON, in the ledger. */
  static final int PAYLOAD_BYTES = 1024;

  private static final List<Integer> BATCHES = List.of(1, 10, 50);
  private static final List<Integer> LENGTHS = List.of(1, 10, 100, 1_000, 10_000);

  /** A stream that takes more appends to build is left out: together they would take minutes. */
  private static final int MOST_APPENDS = 1_000;

  /** Returns all kinds that the ledger has, in its order. */
  static List<StreamKind> all() {
    List<StreamKind> all = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (SliceMode mode : SliceMode.values()) {
        for (int batch : BATCHES) {
          for (int length : LENGTHS) {
            boolean exists = protocol == Protocol.SLICEBENCH || mode != SliceMode.CREATE_ONLY;
            if (exists && length / batch <= MOST_APPENDS) {
              all.add(new StreamKind(protocol, mode, length, batch, PAYLOAD_BYTES));
            }
          }
        }
      }
    }
    return all;
  }

  StreamShape shape() {
    return new StreamShape(streamLength, eventsPerAppend, payloadBytes);
  }

  LedgerOperation operation(Benchmark benchmark, Contact contact) {
    return new LedgerOperation(protocol, mode, benchmark, contact, streamLength, eventsPerAppend);
  }
}
