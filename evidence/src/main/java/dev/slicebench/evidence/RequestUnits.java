package dev.slicebench.evidence;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What operations cost on Cosmos DB, counted one by one beside the timed run.
 *
 * @param source whether the service charged them, or an emulator's model
 */
public record RequestUnits(Charges source, List<Charge> charges) {

  /**
   * What one operation costs.
   *
   * @param cell the operation, with one caller
   * @param requestUnits the mean
   * @param requests requests to Cosmos DB, the mean
   */
  public record Charge(BenchmarkCase cell, double requestUnits, double requests) {}

  /** Returns the request units of a cell; a charge does not depend on how many call at once. */
  public OptionalDouble of(BenchmarkCase cell) {
    return charges.stream()
        .filter(charge -> charge.cell.equals(cell.withCallers(1)))
        .mapToDouble(Charge::requestUnits)
        .findFirst();
  }
}
