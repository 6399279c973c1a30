package dev.slicebench.bench.ledger;

import dev.slicebench.bench.jmh.Protocol;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ledger as text, no wider than 120 columns. */
public final class LedgerTable {

  private final Ledger ledger;
  private final StringBuilder text = new StringBuilder();

  private LedgerTable(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The table of {@code ledger}; the original's figures stand beside ours. */
  public static String of(Ledger ledger) {
    return new LedgerTable(ledger).render();
  }

  private String render() {
    List<Row> ours =
        ledger.rows().stream().filter(row -> row.operation().protocol() == Protocol.OURS).toList();
    ours.stream()
        .map(row -> Block.of(row.operation()))
        .distinct()
        .sorted()
        .forEach(block -> block(block, ours));
    text.append(
        """

        Means of an operation. calls: of Dapr's API, background ones too. trips: calls that it waits for one
        after another, which latency multiplies. ops: operations in transactions. docs: documents written.
        keys: asked for, or found by a query. out, in: bytes of the messages. (original): calls/trips of the
        original's protocol in the same mode.
        """);
    return text.toString();
  }

  private void block(Block block, List<Row> ours) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s, %s, %d event%s an append, %,d B each%n",
            block.subject().label(),
            block.contact().label(),
            block.eventsPerAppend(),
            block.eventsPerAppend() == 1 ? "" : "s",
            ledger.payloadBytes()));
    row("mode", "length", "calls", "trips", "ops", "docs", "keys", "out", "in", "(original)");
    String mode = "";
    for (Row row : ours) {
      if (Block.of(row.operation()).equals(block)) {
        String name = row.operation().mode().name();
        row(name.equals(mode) ? "" : name, row.operation(), row.cost());
        mode = name;
      }
    }
  }

  private void row(String name, Operation operation, @Nullable Cost cost) {
    String length = String.format(Locale.ROOT, "%,d", operation.streamLength());
    if (cost == null) {
      row(name, length, "fails", "", "", "", "", "", "", "");
      return;
    }
    Optional<Row> original =
        ledger.row(
            new Operation(
                Protocol.REFERENCE,
                operation.mode(),
                operation.subject(),
                operation.contact(),
                operation.streamLength(),
                operation.eventsPerAppend()));
    row(
        name,
        length,
        number(cost.calls()),
        number(cost.roundTrips()),
        number(cost.transactionOperations()),
        number(cost.documentsWritten()),
        number(cost.keysRead()),
        bytes(cost.bytesOut()),
        bytes(cost.bytesIn()),
        original.map(one -> calls(one.cost())).orElse("-"));
  }

  private static String calls(@Nullable Cost cost) {
    return cost == null ? "fails" : number(cost.calls()) + "/" + number(cost.roundTrips());
  }

  private void row(Object... columns) {
    text.append(
        String.format(Locale.ROOT, "%-19s %6s %9s %6s %9s %9s %9s %11s %11s %12s%n", columns));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }

  private static String bytes(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
