package dev.slicebench.bench.run;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Plan;
import dev.slicebench.evidence.run.Envelope.Broken;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * What a run has measured so far. One thread adds to it, and another looks at it where the JVM is
 * asked to end.
 */
final class FiguresSoFar {

  private static final String NOT_REACHED = "the run ended before it";

  private final Map<BenchmarkCase, RunResult> measured = new LinkedHashMap<>();
  private final List<Broken> broken = new ArrayList<>();

  synchronized void add(BenchmarkCase cell, RunResult result) {
    measured.put(cell, result);
  }

  synchronized void add(Broken cell) {
    broken.add(cell);
  }

  /**
   * What there was at one moment.
   *
   * @param count how many cells have a figure
   * @param json the figures as JMH writes them
   * @param broken the cells without a figure, and why: of the whole plan, so also those not reached
   */
  record Snapshot(int count, String json, List<Broken> broken) {}

  synchronized Snapshot of(Plan plan) {
    List<Broken> all = new ArrayList<>(broken);
    plan.cells().stream()
        .filter(cell -> !measured.containsKey(cell))
        .filter(cell -> broken.stream().noneMatch(one -> one.cell().equals(cell)))
        .forEach(cell -> all.add(new Broken(cell, NOT_REACHED)));
    return new Snapshot(measured.size(), json(), List.copyOf(all));
  }

  private String json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(
            ResultFormatType.JSON, new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .writeOut(measured.values());
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
