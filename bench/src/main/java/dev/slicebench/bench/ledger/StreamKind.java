package dev.slicebench.bench.ledger;

import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;

/** A kind of stream in the ledger: who works on it, and how it came to be. */
record StreamKind(Protocol protocol, SliceMode mode, int streamLength, int eventsPerAppend) {

  private static final List<Integer> BATCHES = List.of(1, 10, 50);
  private static final List<Integer> LENGTHS = List.of(1, 10, 100, 1_000, 10_000);

  /** A stream that takes more appends to build is left out: together they would take minutes. */
  private static final int MOST_APPENDS = 1_000;

  /** All kinds, in the order of the ledger. */
  static List<StreamKind> all() {
    List<StreamKind> all = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (SliceMode mode : SliceMode.values()) {
        for (int batch : BATCHES) {
          for (int length : LENGTHS) {
            boolean exists = protocol == Protocol.OURS || mode != SliceMode.CREATE_ONLY;
            if (exists && length / batch <= MOST_APPENDS) {
              all.add(new StreamKind(protocol, mode, length, batch));
            }
          }
        }
      }
    }
    return all;
  }

  Operation operation(Subject subject, Contact contact) {
    return new Operation(protocol, mode, subject, contact, streamLength, eventsPerAppend);
  }
}
