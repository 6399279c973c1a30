package dev.slicebench.bench.compare;

import dev.slicebench.bench.compare.Recording.Note;
import dev.slicebench.bench.compare.Recording.Row;
import dev.slicebench.bench.ruler.RulerPart;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Recordings as they could have been. */
final class Recordings {

  static final List<BenchmarkCase> CELLS = ComparisonPlan.cells(Set.of(SliceMode.OFF));

  private Recordings() {}

  /** Pairs by their log ratios, head to base. */
  static List<Pair> pairs(int count, IntToDoubleFunction logRatio) {
    return pairs(count, logRatio, i -> 0, 1.0, 1.0);
  }

  /** Pairs by their log ratios, those of the ruler, and the calls an operation. */
  static List<Pair> pairs(
      int count,
      IntToDoubleFunction logRatio,
      IntToDoubleFunction rulerLogRatio,
      @Nullable Double baseCalls,
      @Nullable Double headCalls) {
    List<Pair> pairs = new ArrayList<>();
    IntStream.range(0, count)
        .forEach(
            i -> {
              Map<RulerPart, Pair.Reading> ruler = new EnumMap<>(RulerPart.class);
              for (RulerPart part : RulerPart.values()) {
                ruler.put(
                    part, new Pair.Reading(0.3, 0.3 * Math.exp(rulerLogRatio.applyAsDouble(i))));
              }
              pairs.add(
                  new Pair(
                      new ForkResult(1000, 0.2, 0.3, baseCalls),
                      new ForkResult(
                          1000, 0.2 * Math.exp(logRatio.applyAsDouble(i)), 0.3, headCalls),
                      ruler));
            });
    return pairs;
  }

  /** One row for each list of pairs. */
  @SafeVarargs
  static Recording of(List<Pair>... rows) {
    return of(
        IntStream.range(0, rows.length).mapToObj(i -> new Row(CELLS.get(i), rows[i])).toList(),
        List.of());
  }

  static Recording of(List<Row> rows, List<Note> broken) {
    return new Recording(
        Recording.SCHEMA,
        "2026-11-25T01:00:00Z",
        "2026-11-25T01:10:00Z",
        new Machine(2, "Some CPU", 8L << 30, "Linux 6 amd64", "Some VM 17"),
        new SidecarInfo(
            SidecarKind.EMBEDDED,
            "1.18.1",
            "es-test",
            new SidecarInfo.Component("statestore", "state.in-memory", "v1", Set.of("ETAG")),
            "memory, behaving as 'strict'",
            "slicebench's embedded sidecar"),
        "main (531c4e0aaa)",
        "head.jar",
        ComparisonPlan.effort(16),
        rows,
        List.of(),
        broken,
        List.of());
  }
}
