package dev.slicebench.evidence.ledger;

import dev.slicebench.store.SliceMode;
import java.util.List;

/** Counts the costs of operations that a ledger does not have. */
@FunctionalInterface
public interface CostCounter {

  /**
   * Counts what the operations on one stream of this project's own protocol cost.
   *
   * @param streamLength how many events the stream has
   * @param eventsPerAppend how many events each append carried
   * @param payloadBytes the size of an event's data as JSON
   * @return a row for each operation that a ledger has of such a stream
   */
  List<LedgerRow> count(SliceMode mode, int streamLength, int eventsPerAppend, int payloadBytes);
}
