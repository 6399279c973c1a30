package dev.slicebench.evidence;

import dev.slicebench.store.SliceMode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How much is measured. */
public enum Profile {
  /** At most three minutes: a short stream and a long one, one caller. */
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
      selection.addOurs(Benchmark.APPEND, new StreamShape(1000, 1, KB), 1);
      selection.addOurs(Benchmark.LOAD_WHOLE, small, 1);
      selection.add(Benchmark.LOAD_WHOLE, large, 1);
    }
  },
  /** Under ten minutes a store: a short stream and a long one, single events too, eight callers. */
  STANDARD {
    @Override
    Pace pace() {
      return new Pace(2, 2, 500, 5, 300, List.of());
    }

    @Override
    void select(Selection selection) {
      StreamShape middling = new StreamShape(1000, 10, KB);
      for (StreamShape load : List.of(new StreamShape(10, 10, KB), middling)) {
        selection.add(Benchmark.LOAD_WHOLE, load, 1);
      }
      selection.add(Benchmark.LOAD_TAIL, middling, 1);
      selection.add(Benchmark.APPEND, middling, 1);
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
              StreamShape load = new StreamShape(length, eventsPerAppend, payloadBytes);
              selection.add(Benchmark.APPEND, load, callers);
              selection.add(Benchmark.LOAD_WHOLE, load, callers);
              selection.add(Benchmark.LOAD_TAIL, load, callers);
              selection.add(Benchmark.DECIDE, load, callers);
              selection.add(Benchmark.CONTENDED_APPEND, load, callers);
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

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The plan for {@code modes}: each by both protocols where both have it, and the floors. */
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

    void add(Benchmark subject, StreamShape load, int callers) {
      addFloors(subject, load, callers);
      for (SliceMode mode : modes) {
        cells.add(BenchmarkCase.of(subject, Protocol.OURS, mode, load, callers));
        if (mode != SliceMode.CREATE_ONLY) {
          cells.add(BenchmarkCase.of(subject, Protocol.REFERENCE, mode, load, callers));
        }
      }
    }

    /** Adds our protocol alone, which is all that an answer needs. */
    void addOurs(Benchmark subject, StreamShape load, int callers) {
      modes.forEach(
          mode -> cells.add(BenchmarkCase.of(subject, Protocol.OURS, mode, load, callers)));
    }

    private void addFloors(Benchmark subject, StreamShape load, int callers) {
      switch (subject) {
        case APPEND -> {
          cells.add(BenchmarkCase.floor(Benchmark.SAVE_FLOOR, load, callers));
          cells.add(BenchmarkCase.floor(Benchmark.TRANSACTION_FLOOR, load, callers));
        }
        case LOAD_WHOLE -> cells.add(BenchmarkCase.floor(Benchmark.BULK_FLOOR, load, callers));
        case LOAD_TAIL -> {
          cells.add(BenchmarkCase.floor(Benchmark.GET_FLOOR, load, callers));
          cells.add(BenchmarkCase.floor(Benchmark.BULK_FLOOR, load.tail(), callers));
        }
        case CONTENDED_APPEND, DECIDE -> {
          // What could do it with the fewest calls depends on who else appends, and on the stream.
        }
        default -> throw new IllegalArgumentException(subject + " is a floor");
      }
    }
  }
}
