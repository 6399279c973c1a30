package dev.slicebench.answer.ledger;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.LedgerOperation;
import java.util.Comparator;

/** What the rows of one block of the table have in common. */
record Block(Benchmark benchmark, Contact contact, int eventsPerAppend)
    implements Comparable<Block> {

  private static final Comparator<Block> ORDER =
      Comparator.comparing(Block::benchmark)
          .thenComparing(Block::contact)
          .thenComparing(Block::eventsPerAppend);

  static Block of(LedgerOperation operation) {
    return new Block(operation.benchmark(), operation.contact(), operation.eventsPerAppend());
  }

  @Override
  public int compareTo(Block other) {
    return ORDER.compare(this, other);
  }
}
