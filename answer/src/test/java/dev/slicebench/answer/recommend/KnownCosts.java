package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.CostCounter;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.LedgerOperation;
import dev.slicebench.evidence.ledger.LedgerRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Stands for a counter: takes a length that a ledger does not have in proportion, and the next
 * smaller size of append.
 */
public final class KnownCosts {

  private KnownCosts() {}

  /** Returns a ledger that is never renewed, so that what is said by it stays as it is. */
  public static Ledger sample() throws IOException {
    return Ledger.read(Path.of("..", "results", "ledger-until-20261127T050000Z.json"));
  }

  /** Returns a counter that takes its costs from the two lengths in {@code ledger} around. */
  public static CostCounter of(Ledger ledger) {
    return (mode, streamLength, eventsPerAppend, payloadBytes) ->
        ledger.rows().stream()
            .map(LedgerRow::operation)
            .filter(one -> one.mode() == mode && one.protocol() == Protocol.SLICEBENCH)
            .filter(one -> one.eventsPerAppend() == known(ledger, eventsPerAppend))
            .map(one -> withLength(one, streamLength))
            .distinct()
            .map(one -> new LedgerRow(withSize(one, eventsPerAppend), between(ledger, one)))
            .toList();
  }

  private static int known(Ledger ledger, int eventsPerAppend) {
    return ledger.rows().stream()
        .mapToInt(row -> row.operation().eventsPerAppend())
        .filter(size -> size <= eventsPerAppend)
        .max()
        .orElseThrow();
  }

  private static Cost between(Ledger ledger, LedgerOperation wanted) {
    LedgerRow below =
        alike(ledger, wanted)
            .filter(row -> row.operation().streamLength() <= wanted.streamLength())
            .max(Comparator.comparing(row -> row.operation().streamLength()))
            .orElseThrow();
    LedgerRow above =
        alike(ledger, wanted)
            .filter(row -> row.operation().streamLength() >= wanted.streamLength())
            .min(Comparator.comparing(row -> row.operation().streamLength()))
            .orElseThrow();
    double from = below.operation().streamLength();
    double share = (wanted.streamLength() - from) / (above.operation().streamLength() - from);
    Cost one = Objects.requireNonNull(below.cost());
    Cost other = Objects.requireNonNull(above.cost());
    return new Cost(
        between(one.calls(), other.calls(), share),
        between(one.transactionOperations(), other.transactionOperations(), share),
        between(one.documentsWritten(), other.documentsWritten(), share),
        between(one.keysRead(), other.keysRead(), share),
        between(one.bytesOut(), other.bytesOut(), share),
        between(one.bytesIn(), other.bytesIn(), share),
        between(one.roundTrips(), other.roundTrips(), share));
  }

  private static double between(double one, double other, double share) {
    return one + share * (other - one);
  }

  private static Stream<LedgerRow> alike(Ledger ledger, LedgerOperation wanted) {
    return ledger.rows().stream()
        .filter(row -> withLength(row.operation(), wanted.streamLength()).equals(wanted));
  }

  private static LedgerOperation withLength(LedgerOperation one, int streamLength) {
    return new LedgerOperation(
        one.protocol(),
        one.mode(),
        one.benchmark(),
        one.contact(),
        streamLength,
        one.eventsPerAppend());
  }

  private static LedgerOperation withSize(LedgerOperation one, int eventsPerAppend) {
    return new LedgerOperation(
        one.protocol(),
        one.mode(),
        one.benchmark(),
        one.contact(),
        one.streamLength(),
        eventsPerAppend);
  }
}
