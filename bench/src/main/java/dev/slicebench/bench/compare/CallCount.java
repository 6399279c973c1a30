package dev.slicebench.bench.compare;

import dev.slicebench.evidence.text.Numbers;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Dapr calls an operation, the least and the most of each build's forks. */
public record CallCount(double baseMin, double baseMax, double headMin, double headMax) {

  /** What a count may differ by where a call is not made in each operation. */
  private static final double TOLERANCE = 0.05;

  /** Of forks; empty where one of them has no count. */
  static Optional<CallCount> of(List<Pair> pairs) {
    if (Stream.concat(pairs.stream().map(Pair::base), pairs.stream().map(Pair::head))
        .anyMatch(fork -> fork.callsPerOperation() == null)) {
      return Optional.empty();
    }
    DoubleSummaryStatistics base = summary(pairs.stream().map(Pair::base));
    DoubleSummaryStatistics head = summary(pairs.stream().map(Pair::head));
    return Optional.of(new CallCount(base.getMin(), base.getMax(), head.getMin(), head.getMax()));
  }

  private static DoubleSummaryStatistics summary(Stream<ForkResult> forks) {
    return forks
        .flatMap(fork -> Optional.ofNullable(fork.callsPerOperation()).stream())
        .mapToDouble(calls -> calls)
        .summaryStatistics();
  }

  /** Returns whether every fork of the head makes more than every fork of the base. */
  boolean isMore() {
    return headMin > baseMax + TOLERANCE;
  }

  /** Base to head. */
  String words() {
    String base = range(baseMin, baseMax);
    String head = range(headMin, headMax);
    return base.equals(head) ? base : base + " -> " + head;
  }

  private static String range(double min, double max) {
    String least = Numbers.of(min);
    String most = Numbers.of(max);
    return least.equals(most) ? least : least + ".." + most;
  }
}
