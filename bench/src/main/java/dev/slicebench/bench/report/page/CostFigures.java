package dev.slicebench.bench.report.page;

import dev.slicebench.bench.chart.Axis;
import dev.slicebench.bench.chart.Axis.Scale;
import dev.slicebench.bench.chart.Chart;
import dev.slicebench.bench.chart.Stacks;
import dev.slicebench.bench.figure.Figure;
import dev.slicebench.bench.figure.Grid;
import dev.slicebench.bench.figure.Numbers;
import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.ledger.Contact;
import dev.slicebench.bench.ledger.Cost;
import dev.slicebench.bench.ledger.Ledger;
import dev.slicebench.bench.ledger.Operation;
import dev.slicebench.bench.ledger.Row;
import dev.slicebench.bench.run.Subject;
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

  /** A figure for each operation. */
  static List<Figure> of(Ledger ledger) {
    return Stream.of(Subject.APPEND, Subject.LOAD_WHOLE, Subject.LOAD_TAIL)
        .map(subject -> figure(ledger, subject))
        .toList();
  }

  private static Figure figure(Ledger ledger, Subject subject) {
    String name =
        subject == Subject.APPEND
            ? "An append"
            : subject == Subject.LOAD_WHOLE ? "A load" : "A load of the last 10";
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
      Subject subject,
      String title,
      String subtitle,
      String unit,
      List<String> parts,
      Function<Cost, List<Double>> values) {
    List<Stacks.Bar> bars = new ArrayList<>();
    for (SliceMode mode : SliceMode.values()) {
      Operation operation =
          new Operation(
              Protocol.OURS, mode, subject, Contact.SEEN, STREAM_LENGTH, EVENTS_PER_APPEND);
      ledger
          .row(operation)
          .map(Row::cost)
          .ifPresent(cost -> bars.add(new Stacks.Bar(mode.name(), values.apply(cost))));
    }
    return new Stacks(title, subtitle, new Axis(unit, Scale.LINEAR), parts, bars);
  }

  private static Grid table(Ledger ledger, Subject subject) {
    return new Grid(
        HEADERS,
        ledger.rows().stream()
            .filter(row -> row.operation().subject() == subject)
            .map(CostFigures::row)
            .toList());
  }

  private static List<String> row(Row row) {
    Operation operation = row.operation();
    Cost cost = row.cost();
    Stream<String> key =
        Stream.of(
            operation.subject().label(),
            operation.mode().name(),
            operation.protocol() == Protocol.OURS ? "this project" : "the original",
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
