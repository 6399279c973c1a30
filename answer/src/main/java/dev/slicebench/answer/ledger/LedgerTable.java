package dev.slicebench.answer.ledger;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.LedgerOperation;
import dev.slicebench.evidence.ledger.LedgerRow;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.text.TextTable;
import dev.slicebench.evidence.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ledger as text, for a terminal of 80 columns. */
public final class LedgerTable {

  private static final List<Column> COLUMNS =
      List.of(
          Column.left("mode"),
          Column.right("events"),
          Column.right("calls\n/trips"),
          Column.right("original"),
          Column.right("ops"),
          Column.right("docs"),
          Column.right("keys"),
          Column.right("out"),
          Column.right("in"));
  private static final List<Column> CHARGED_COLUMNS =
      Stream.concat(COLUMNS.stream(), Stream.of(Column.right("RU"))).toList();

  private final Ledger ledger;
  private final Optional<Charged> charged;
  private final StringBuilder text = new StringBuilder();

  private LedgerTable(Ledger ledger, Optional<Charged> charged) {
    this.ledger = ledger;
    this.charged = charged;
  }

  /**
   * Request units, which the ledger itself cannot tell.
   *
   * @param run the name of the run that counted them
   * @param units what it counted, of operations with the head seen
   */
  public record Charged(String run, RequestUnits units) {}

  /** Returns the table of {@code ledger}; the original's figures stand beside ours. */
  public static String of(Ledger ledger, Optional<Charged> charged) {
    return new LedgerTable(ledger, charged).render();
  }

  private String render() {
    List<LedgerRow> ours =
        ledger.rows().stream()
            .filter(row -> row.operation().protocol() == Protocol.SLICEBENCH)
            .toList();
    ours.stream()
        .map(row -> Block.of(row.operation()))
        .distinct()
        .sorted()
        .forEach(block -> block(block, ours));
    text.append('\n');
    prose(
        "Means of an operation. events: the stream's length. calls: of Dapr's API, background ones"
            + " too. trips: calls that it waits for one after another, which latency multiplies."
            + " original: calls/trips of the original's protocol in the same mode. ops: operations in"
            + " transactions. docs: documents written. keys: asked for, or found by a query. out, in:"
            + " bytes of the messages.");
    charged.ifPresent(
        one ->
            prose(
                "RU: request units on Cosmos DB, %s, from the run %s."
                    .formatted(one.units().source().name().toLowerCase(Locale.ROOT), one.run())));
    return text.toString();
  }

  private void block(Block block, List<LedgerRow> ours) {
    text.append('\n');
    prose(
        String.format(
            Locale.ROOT,
            "%s, %s, %s an append, %,d B each",
            block.benchmark().label(),
            block.contact().label(),
            Numbers.of(block.eventsPerAppend(), "event"),
            ledger.payloadBytes()));
    List<LedgerRow> rows =
        ours.stream().filter(row -> Block.of(row.operation()).equals(block)).toList();
    boolean isCharged = rows.stream().anyMatch(row -> units(row.operation()).isPresent());
    TextTable table = new TextTable(2, isCharged ? CHARGED_COLUMNS : COLUMNS);
    String mode = "";
    for (LedgerRow row : rows) {
      String name = row.operation().mode().name();
      List<String> cells = new ArrayList<>(cells(row.operation(), row.cost()));
      cells.add(0, name.equals(mode) ? "" : name);
      cells.add(1, String.format(Locale.ROOT, "%,d", row.operation().streamLength()));
      table.add(isCharged ? cells : cells.subList(0, Math.min(cells.size(), COLUMNS.size())));
      mode = name;
    }
    text.append(table.text(""));
  }

  private List<String> cells(LedgerOperation operation, @Nullable Cost cost) {
    if (cost == null) {
      return List.of("fails");
    }
    Optional<LedgerRow> original =
        ledger.row(
            new LedgerOperation(
                Protocol.ORIGINAL,
                operation.mode(),
                operation.benchmark(),
                operation.contact(),
                operation.streamLength(),
                operation.eventsPerAppend()));
    OptionalDouble units = units(operation);
    return List.of(
        calls(cost),
        original.map(one -> calls(one.cost())).orElse("-"),
        Numbers.of(cost.transactionOperations()),
        Numbers.of(cost.documentsWritten()),
        Numbers.of(cost.keysRead()),
        bytes(cost.bytesOut()),
        bytes(cost.bytesIn()),
        units.isPresent() ? Numbers.of(units.getAsDouble()) : "-");
  }

  private static String calls(@Nullable Cost cost) {
    return cost == null ? "fails" : Numbers.of(cost.calls()) + "/" + Numbers.of(cost.roundTrips());
  }

  private OptionalDouble units(LedgerOperation operation) {
    BenchmarkCase cell =
        BenchmarkCase.of(
            operation.benchmark(),
            operation.protocol(),
            operation.mode(),
            new StreamShape(
                operation.streamLength(), operation.eventsPerAppend(), ledger.payloadBytes()),
            1);
    return operation.contact() == Contact.WARM && charged.isPresent()
        ? charged.get().units().of(cell)
        : OptionalDouble.empty();
  }

  private static String bytes(double value) {
    return Numbers.of(Math.rint(value));
  }

  private void prose(String content) {
    text.append(Paragraph.wrap("", "", content));
  }
}
