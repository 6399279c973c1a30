package dev.slicebench.answer.report;

import dev.slicebench.answer.figure.Chart;
import dev.slicebench.answer.figure.Chart.Axis;
import dev.slicebench.answer.figure.Chart.Bar;
import dev.slicebench.answer.figure.Chart.Scale;
import dev.slicebench.answer.figure.Chart.Stacks;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.figure.Grid;
import dev.slicebench.answer.figure.Section;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.LedgerOperation;
import dev.slicebench.evidence.ledger.LedgerRow;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** What operations cost whatever the store, from the ledger. */
final class CostFigures {

  private static final int STREAM_LENGTH = 1000;
  private static final int EVENTS_PER_APPEND = 10;
  private static final List<String> HEADERS =
      List.of(
          "operation",
          "mode",
          "protocol",
          "events in the stream",
          "events an append",
          "contact",
          "calls",
          "round trips",
          "operations in transactions",
          "documents written",
          "keys read",
          "bytes out",
          "bytes in");

  private CostFigures() {}

  /** Returns a figure for each operation. */
  static Section section(Ledger ledger) {
    return new Section(
        "cost",
        "What it costs, whatever the store",
        "Counted in Dapr's API against the embedded sidecar, not timed: the same code has the same"
            + " figures on any machine. Where a call costs a round trip, the calls that an operation"
            + " waits for one after another are what latency multiplies.",
        false,
        Stream.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE, Benchmark.LOAD_TAIL)
            .map(subject -> figure(ledger, subject))
            .toList());
  }

  private static Figure figure(Ledger ledger, Benchmark subject) {
    String name =
        subject == Benchmark.APPEND
            ? "An append"
            : subject == Benchmark.LOAD_WHOLE ? "A load" : "A load of the last 10";
    String of =
        String.format(
            Locale.ROOT,
            "stream of %,d events of %d KB, %d an append%ncounted on the embedded sidecar, not Dapr",
            STREAM_LENGTH,
            ledger.payloadBytes() / 1024,
            EVENTS_PER_APPEND);
    List<Chart> charts =
        List.of(
            chart(
                ledger,
                subject,
                name + ": Dapr calls",
                of,
                "calls",
                List.of("one after another", "alongside"),
                cost -> List.of(cost.roundTrips(), Math.max(0, cost.calls() - cost.roundTrips()))),
            chart(
                ledger,
                subject,
                name + ": documents",
                of,
                "documents and keys",
                List.of("documents written", "keys read"),
                cost -> List.of(cost.documentsWritten(), cost.keysRead())),
            chart(
                ledger,
                subject,
                name + ": bytes",
                of,
                "bytes",
                List.of("out", "in"),
                cost -> List.of(cost.bytesOut(), cost.bytesIn())));
    return new Figure(
        "cost-of-" + subject.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        name + ", counted on the embedded sidecar, not Dapr",
        "By a store instance that has seen the stream. The table has the original's protocol, first"
            + " contacts, other lengths and sizes too.",
        charts,
        table(ledger, subject));
  }

  private static Chart chart(
      Ledger ledger,
      Benchmark subject,
      String title,
      String subtitle,
      String unit,
      List<String> parts,
      Function<Cost, List<Double>> values) {
    List<Bar> bars = new ArrayList<>();
    for (SliceMode mode : SliceMode.values()) {
      LedgerOperation operation =
          new LedgerOperation(
              Protocol.SLICEBENCH, mode, subject, Contact.WARM, STREAM_LENGTH, EVENTS_PER_APPEND);
      ledger
          .row(operation)
          .map(LedgerRow::cost)
          .ifPresent(cost -> bars.add(new Bar(mode.name(), values.apply(cost))));
    }
    return new Stacks(title, subtitle, new Axis(unit, Scale.LINEAR), parts, bars);
  }

  private static Grid table(Ledger ledger, Benchmark subject) {
    return new Grid(
        HEADERS,
        ledger.rows().stream()
            .filter(row -> row.operation().benchmark() == subject)
            .map(CostFigures::row)
            .toList());
  }

  private static List<String> row(LedgerRow row) {
    LedgerOperation operation = row.operation();
    Cost cost = row.cost();
    Stream<String> key =
        Stream.of(
            operation.benchmark().label(),
            operation.mode().name(),
            operation.protocol() == Protocol.SLICEBENCH ? "this project" : "the original",
            String.format(Locale.ROOT, "%,d", operation.streamLength()),
            String.valueOf(operation.eventsPerAppend()),
            operation.contact().label());
    Stream<String> figures =
        cost == null
            ? Stream.of("fails: an answer is too large", "", "", "", "", "", "")
            : Stream.of(
                    cost.calls(),
                    cost.roundTrips(),
                    cost.transactionOperations(),
                    cost.documentsWritten(),
                    cost.keysRead(),
                    cost.bytesOut(),
                    cost.bytesIn())
                .map(Numbers::of);
    return Stream.concat(key, figures).toList();
  }
}
