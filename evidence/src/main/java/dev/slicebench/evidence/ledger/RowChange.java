package dev.slicebench.evidence.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How a row differs between two ledgers, in words. */
final class RowChange {

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("calls", Cost::calls),
          new Figure("round trips", Cost::roundTrips),
          new Figure("transaction operations", Cost::transactionOperations),
          new Figure("documents written", Cost::documentsWritten),
          new Figure("keys read", Cost::keysRead),
          new Figure("bytes out", Cost::bytesOut),
          new Figure("bytes in", Cost::bytesIn));

  private RowChange() {}

  private record Figure(String name, ToDoubleFunction<Cost> of) {}

  /** Returns a line; empty where nothing changed. */
  static Optional<String> between(Optional<LedgerRow> before, Optional<LedgerRow> after) {
    if (before.isEmpty()) {
      return after.map(row -> row.operation().label() + ": new");
    }
    String label = before.get().operation().label();
    return after.isEmpty()
        ? Optional.of(label + ": gone")
        : change(before.get().cost(), after.get().cost()).map(change -> label + ": " + change);
  }

  private static Optional<String> change(@Nullable Cost before, @Nullable Cost after) {
    if (Objects.equals(before, after)) {
      return Optional.empty();
    }
    if (before == null || after == null) {
      return Optional.of(after == null ? "fails now" : "failed, and now does not");
    }
    List<String> changes = new ArrayList<>();
    for (Figure figure : FIGURES) {
      double from = figure.of().applyAsDouble(before);
      double to = figure.of().applyAsDouble(after);
      if (from != to) {
        changes.add(figure.name() + " " + number(from) + " -> " + number(to));
      }
    }
    return Optional.of(String.join(", ", changes));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3f", value);
  }
}
