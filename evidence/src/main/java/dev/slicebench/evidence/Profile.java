package dev.slicebench.evidence;

import dev.slicebench.store.SliceMode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How much is measured. */
public enum Profile {
  /**
   * At most three minutes: a short stream and a long one, one caller; the original appends only.
   */
  QUICK {
    @Override
    Pace pace() {
      return new Pace(1, 3, 500, 8, 100, FIRST_COMPILER_ONLY);
    }

    @Override
    void select(Selection selection) {
      StreamShape small = new StreamShape(10, 10, KB);
      StreamShape large = new StreamShape(1000, 10, KB);
      selection.add(Benchmark.APPEND, large, 1);
      // So that figures reach to small appends and short streams, which most workloads have.
      selection.addSlicebench(Benchmark.APPEND, new StreamShape(1000, 1, KB), 1);
      selection.addSlicebench(Benchmark.LOAD_WHOLE, small, 1);
      selection.addFloors(Benchmark.LOAD_WHOLE, large, 1);
      selection.addSlicebench(Benchmark.LOAD_WHOLE, large, 1);
      selection.addSlicebench(Benchmark.LOAD_TAIL, large, 1);
    }
  },
  /**
   * Ten minutes to half an hour: a short stream and a long one, single events too, eight callers.
   */
  STANDARD {
    @Override
    Pace pace() {
      return new Pace(2, 2, 500, 5, 300, List.of());
    }

    @Override
    void select(Selection selection) {
      StreamShape middling = new StreamShape(1000, 10, KB);
      for (StreamShape shape : List.of(new StreamShape(10, 10, KB), middling)) {
        selection.add(Benchmark.LOAD_WHOLE, shape, 1);
      }
      selection.addOwnCalls(Benchmark.LOAD_WHOLE, middling, 1);
      selection.add(Benchmark.LOAD_TAIL, middling, 1);
      selection.add(Benchmark.APPEND, middling, 1);
      selection.addOwnCalls(Benchmark.APPEND, middling, 1);
      selection.add(Benchmark.APPEND, new StreamShape(1000, 1, KB), 1);
      selection.add(Benchmark.APPEND, middling, 8);
      StreamShape usual = new StreamShape(100, 1, KB);
      selection.add(Benchmark.DECIDE, usual, 1);
      selection.add(Benchmark.CONTENDED_APPEND, usual, 8);
    }
  },
  /** Everything: many hours. */
  FULL {
    @Override
    Pace pace() {
      return new Pace(3, 3, 1000, 5, 1000, List.of());
    }

    @Override
    void select(Selection selection) {
      for (int callers : List.of(1, 8)) {
        for (int payloadBytes : List.of(100, KB, 10 * KB)) {
          for (int eventsPerAppend : List.of(1, 10, 50)) {
            for (int length : List.of(1, 10, 100, 1000, 10_000)) {
              StreamShape shape = new StreamShape(length, eventsPerAppend, payloadBytes);
              selection.add(Benchmark.APPEND, shape, callers);
              selection.addOwnCalls(Benchmark.APPEND, shape, callers);
              selection.add(Benchmark.LOAD_WHOLE, shape, callers);
              selection.addOwnCalls(Benchmark.LOAD_WHOLE, shape, callers);
              selection.add(Benchmark.LOAD_TAIL, shape, callers);
              selection.add(Benchmark.DECIDE, shape, callers);
              selection.add(Benchmark.CONTENDED_APPEND, shape, callers);
            }
          }
        }
      }
    }
  };

  private static final int KB = 1024;

  /** In a second, the JVM would not get beyond compiling with its second, slower compiler. */
  private static final List<String> FIRST_COMPILER_ONLY = List.of("-XX:TieredStopAtLevel=1");

  abstract Pace pace();

  abstract void select(Selection selection);

  /** Returns the name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the plan for {@code modes}: each by both protocols where both have it, its own calls
   * sent raw, and the floors.
   */
  public Plan plan(Collection<SliceMode> modes) {
    Selection selection = new Selection(modes);
    select(selection);
    return new Plan(label(), pace(), List.copyOf(selection.cells));
  }

  /** Cells without repeats, protocols side by side so that a drift of the machine hits both. */
  static final class Selection {

    private final Collection<SliceMode> modes;
    private final Set<BenchmarkCase> cells = new LinkedHashSet<>();

    Selection(Collection<SliceMode> modes) {
      this.modes = modes;
    }

    void add(Benchmark benchmark, StreamShape shape, int callers) {
      addFloors(benchmark, shape, callers);
      for (SliceMode mode : modes) {
        cells.add(BenchmarkCase.of(benchmark, Protocol.SLICEBENCH, mode, shape, callers));
        if (mode != SliceMode.CREATE_ONLY) {
          cells.add(BenchmarkCase.of(benchmark, Protocol.ORIGINAL, mode, shape, callers));
        }
      }
    }

    /** Adds our protocol alone, which is all that an answer needs. */
    void addSlicebench(Benchmark benchmark, StreamShape shape, int callers) {
      modes.forEach(
          mode ->
              cells.add(BenchmarkCase.of(benchmark, Protocol.SLICEBENCH, mode, shape, callers)));
    }

    /** Adds what the calls of each mode's {@code operation} cost, sent raw. */
    void addOwnCalls(Benchmark operation, StreamShape shape, int callers) {
      Benchmark calls = operation.ownCalls().orElseThrow();
      modes.forEach(mode -> cells.add(BenchmarkCase.ownCalls(calls, mode, shape, callers)));
    }

    private void addFloors(Benchmark benchmark, StreamShape shape, int callers) {
      switch (benchmark) {
        case APPEND -> {
          cells.add(BenchmarkCase.floor(Benchmark.SAVE_FLOOR, shape, callers));
          cells.add(BenchmarkCase.floor(Benchmark.TRANSACTION_FLOOR, shape, callers));
        }
        case LOAD_WHOLE -> cells.add(BenchmarkCase.floor(Benchmark.BULK_FLOOR, shape, callers));
        case LOAD_TAIL -> {
          cells.add(BenchmarkCase.floor(Benchmark.GET_FLOOR, shape, callers));
          cells.add(BenchmarkCase.floor(Benchmark.BULK_FLOOR, shape.tail(), callers));
        }
        case CONTENDED_APPEND, DECIDE -> {
          // What could do it with the fewest calls depends on who else appends, and on the stream.
        }
        default -> throw new IllegalArgumentException(benchmark + " is no operation");
      }
    }
  }
}
