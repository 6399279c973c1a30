package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Score;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a page needs to rank a store's modes for more workloads than it was made for: means of
 * single operations, as plain numbers. It ranks by sums of them, as {@link Candidate} does.
 *
 * @param insideSidecar whether no network is between sidecar and store
 * @param charged whether the store charges request units
 * @param settings for each number of events an append that the evidence reaches, and each choice of
 *     loads, since how trips to the store are known depends on what is asked
 */
public record Coefficients(boolean insideSidecar, boolean charged, List<Setting> settings) {

  /**
   * The numbers of events an append that there are coefficients for, as far as evidence reaches.
   */
  static final List<Integer> EVENTS_PER_APPEND = List.of(1, 2, 5, 10, 20, 50);

  /** As many digits as no reader sees. */
  private static final MathContext DIGITS = new MathContext(9);

  /**
   * Appends of one size, with loads of whole streams or without, and with loads of tails or
   * without.
   *
   * @param modes those that may be used and have all figures, by their names
   */
  public record Setting(
      int eventsPerAppend,
      boolean wholeLoads,
      boolean tailLoads,
      Map<String, Map<String, Operation>> modes) {

    static Setting of(Workload workload, List<Candidate> candidates) {
      Map<String, Map<String, Operation>> modes = new TreeMap<>();
      candidates.forEach(one -> modes.put(one.mode().name(), operations(one)));
      return new Setting(
          workload.eventsPerAppend(),
          workload.wholeLoadsPerAppend() > 0,
          workload.tailLoadsPerAppend() > 0,
          modes);
    }

    private static Map<String, Operation> operations(Candidate candidate) {
      Map<String, Operation> operations = new LinkedHashMap<>();
      candidate.parts().stream()
          .filter(part -> part.perAppend() > 0)
          .forEach(part -> operations.put(part.benchmark().name(), Operation.of(part)));
      return operations;
    }
  }

  /**
   * A single operation, as {@link Part} has it.
   *
   * @param requestUnits null where the store charges none
   */
  public record Operation(
      double ms,
      double msError,
      @Nullable Double requestUnits,
      @Nullable Double requestUnitsError,
      double calls,
      double storeTrips,
      double storeTripsError,
      double documentsWritten,
      double keysRead) {

    static Operation of(Part part) {
      return new Operation(
          rounded(part.ms().perOp()),
          rounded(part.ms().error()),
          part.requestUnits().map(Score::perOp).map(Operation::rounded).orElse(null),
          part.requestUnits().map(Score::error).map(Operation::rounded).orElse(null),
          rounded(part.calls()),
          rounded(part.storeTrips().perOp()),
          rounded(part.storeTrips().error()),
          rounded(part.documentsWritten()),
          rounded(part.keysRead()));
    }

    private static double rounded(double value) {
      return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
  }

  /** Returns the workloads that need coefficients of their own: {@code like} one, but for these. */
  static Stream<Workload> workloads(Workload like) {
    return EVENTS_PER_APPEND.stream()
        .flatMap(
            events ->
                Stream.of(0, 1)
                    .flatMap(whole -> Stream.of(0, 1).map(tail -> like.with(events, whole, tail))));
  }
}
