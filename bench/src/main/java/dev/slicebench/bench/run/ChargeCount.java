package dev.slicebench.bench.run;

import dev.slicebench.bench.jmh.Operations;
import dev.slicebench.bench.jmh.Target;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Plan;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.RequestUnits.Charge;
import dev.slicebench.sidecar.backend.CosmosMeter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Counts what the operations of a plan cost on Cosmos DB; times nothing. */
final class ChargeCount {

  /** So many that a hint which is written now and then is in them. */
  private static final int APPENDS = 20;

  private static final int LOADS = 3;

  /** What is the same each time; a contended append costs what the contention makes of it. */
  private static final Set<Benchmark> COUNTED =
      Set.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE, Benchmark.LOAD_TAIL);

  private final CosmosMeter meter;
  private final Operations operations;

  private ChargeCount(CosmosMeter meter, Operations operations) {
    this.meter = meter;
    this.operations = operations;
  }

  /** Carries out each operation of {@code plan} a few times on the target. */
  static RequestUnits of(Plan plan, Target target, CosmosMeter meter) {
    Set<BenchmarkCase> cells = new LinkedHashSet<>();
    plan.cells().forEach(cell -> cells.add(cell.withCallers(1)));
    List<Charge> charges = new ArrayList<>();
    try (Operations operations = new Operations(target)) {
      ChargeCount count = new ChargeCount(meter, operations);
      cells.forEach(cell -> count.charge(cell).ifPresent(charges::add));
    }
    return new RequestUnits(meter.charges(), List.copyOf(charges));
  }

  /** A protocol that breaks here breaks again where it is timed, and is told there. */
  private Optional<Charge> charge(BenchmarkCase cell) {
    if (!COUNTED.contains(cell.benchmark())) {
      return Optional.empty();
    }
    try {
      Runnable operation =
          operations.on(
              cell.shape(),
              cell.benchmark(),
              Objects.requireNonNull(cell.protocol()),
              Objects.requireNonNull(cell.mode()));
      operation.run(); // Now the store knows the head.
      int times = cell.benchmark() == Benchmark.APPEND ? APPENDS : LOADS;
      Traffic before = meter.traffic();
      for (int i = 0; i < times; i++) {
        operation.run();
      }
      Traffic cost = meter.traffic().since(before);
      return Optional.of(
          new Charge(cell, cost.requestUnits() / times, (double) cost.requests() / times));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
