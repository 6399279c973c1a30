package dev.slicebench.answer;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Counters;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.run.Scores;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is left of modes that time does not tell apart, by what is counted, which no noise touches:
 * request units first, where the store charges them, then Dapr calls, then the operations in
 * transactions, for each of which some stores make a trip.
 *
 * @param left at least one
 * @param because what decided, as a sentence; empty where nothing did
 */
record Tiebreak(List<SliceMode> left, String because) {

  private record Count(
      String verb, String unit, Function<BenchmarkCase, @Nullable Double> ofCell) {}

  /**
   * Breaks a tie.
   *
   * @param tied at least one
   * @param subjects an operation of each is counted once
   */
  static Tiebreak of(
      Collection<SliceMode> tied,
      List<Benchmark> subjects,
      Scores scores,
      @Nullable RequestUnits requestUnits) {
    List<SliceMode> left = List.copyOf(tied);
    for (Count count : counts(scores, requestUnits)) {
      Map<SliceMode, Double> costs = new LinkedHashMap<>();
      for (SliceMode mode : left) {
        of(mode, left, subjects, scores, count).ifPresent(cost -> costs.put(mode, cost));
      }
      if (left.size() > 1 && costs.size() == left.size()) {
        List<SliceMode> fewest = Fewest.of(left, mode -> Objects.requireNonNull(costs.get(mode)));
        if (fewest.size() == 1) {
          return new Tiebreak(
              fewest,
              because(
                  count,
                  costs.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList(),
                  subjects));
        }
        left = fewest;
      }
    }
    return new Tiebreak(left.stream().sorted().toList(), "");
  }

  private static String because(
      Count count, List<Map.Entry<SliceMode, Double>> ranked, List<Benchmark> subjects) {
    return "%s %s the fewest %s for %s: %s (%s, the next, %s)."
        .formatted(
            ranked.get(0).getKey(),
            count.verb(),
            count.unit(),
            subjects.stream()
                .map(one -> (one == Benchmark.APPEND ? "an " : "a ") + one.label())
                .collect(Collectors.joining(" and ")),
            Numbers.of(ranked.get(0).getValue()),
            ranked.get(1).getKey(),
            Numbers.of(ranked.get(1).getValue()));
  }

  private static List<Count> counts(Scores scores, @Nullable RequestUnits requestUnits) {
    List<Count> counts = new ArrayList<>();
    if (requestUnits != null) {
      counts.add(
          new Count(
              "is charged",
              "request units",
              cell -> {
                OptionalDouble units = requestUnits.of(cell);
                return units.isPresent() ? units.getAsDouble() : null;
              }));
    }
    counts.add(new Count("makes", "Dapr calls", cell -> counted(scores, cell, Counters::calls)));
    counts.add(
        new Count(
            "needs",
            "operations in transactions",
            cell -> counted(scores, cell, Counters::transactionOperations)));
    return counts;
  }

  private static @Nullable Double counted(
      Scores scores, BenchmarkCase cell, Function<Counters, Double> counter) {
    Counters counters = scores.counters(cell);
    return counters == null ? null : counter.apply(counters);
  }

  /** An operation of each subject, as the mean over the cases that all modes have a count of. */
  private static OptionalDouble of(
      SliceMode mode, List<SliceMode> modes, List<Benchmark> subjects, Scores scores, Count count) {
    double sum = 0;
    for (Benchmark subject : subjects) {
      OptionalDouble mean =
          scores.cells().stream()
              .filter(cell -> cell.subject() == subject && cell.protocol() == Protocol.OURS)
              .filter(cell -> cell.mode() == mode)
              .filter(
                  cell ->
                      modes.stream()
                          .allMatch(other -> count.ofCell().apply(in(cell, other)) != null))
              .mapToDouble(cell -> Objects.requireNonNull(count.ofCell().apply(cell)))
              .average();
      if (mean.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += mean.getAsDouble();
    }
    return OptionalDouble.of(sum);
  }

  private static BenchmarkCase in(BenchmarkCase cell, SliceMode mode) {
    return BenchmarkCase.of(cell.subject(), Protocol.OURS, mode, cell.load(), cell.callers());
  }
}
