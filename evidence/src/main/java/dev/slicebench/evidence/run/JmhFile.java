package dev.slicebench.evidence.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Reads the JSON that JMH writes, and refuses figures that no measurement can have. */
final class JmhFile {

  private static final double NS_PER_MS = 1e6;

  /** Of an operation; anything beyond is no time that was measured. */
  private static final double SHORTEST_MS = 1e-6;

  private static final double LONGEST_MS = 1e9;

  private JmhFile() {}

  /**
   * Returns the scores of this project's benchmarks; others are passed over.
   *
   * @throws IllegalArgumentException with what is wrong, in a few words
   */
  static Scores scores(JsonNode file) {
    require(file.isArray(), "it is no list of results");
    Map<BenchmarkCase, Score> scores = new LinkedHashMap<>();
    for (JsonNode result : file) {
      String name = text(result, "benchmark");
      Optional<Benchmark> benchmark =
          Stream.of(Benchmark.values()).filter(one -> one.jmhName().equals(name)).findFirst();
      if (benchmark.isPresent()) {
        BenchmarkCase cell = cell(benchmark.get(), result);
        try {
          scores.put(cell, score(result, cell.callers()));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(cell.label() + ": " + e.getMessage(), e);
        }
      }
    }
    return new Scores(scores);
  }

  private static BenchmarkCase cell(Benchmark benchmark, JsonNode result) {
    JsonNode params = result.path("params");
    StreamShape shape =
        new StreamShape(
            benchmark.hasLength() ? number(params, "streamLength") : 0,
            number(params, "eventsPerAppend"),
            number(params, "payloadBytes"));
    JsonNode threads = result.path("threads");
    require(threads.isInt() && threads.intValue() > 0, "threads is no number above 0");
    int callers = threads.intValue();
    if (benchmark.isFloor()) {
      return BenchmarkCase.floor(benchmark, shape, callers);
    }
    SliceMode mode = constant(SliceMode.values(), text(params, "mode"));
    return benchmark.isOperation()
        ? BenchmarkCase.of(benchmark, protocol(text(params, "protocol")), mode, shape, callers)
        : BenchmarkCase.ownCalls(benchmark, mode, shape, callers);
  }

  private static Protocol protocol(String name) {
    return Stream.of(Protocol.values())
        .filter(one -> one.formerName().equals(name))
        .findFirst()
        .orElseGet(() -> constant(Protocol.values(), name));
  }

  private static <E extends Enum<E>> E constant(E[] all, String name) {
    return Stream.of(all)
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not known"));
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    require(value.isTextual() && !value.textValue().isBlank(), field + " is no text");
    return value.textValue();
  }

  /** A parameter is a text in JMH's JSON. */
  private static int number(JsonNode params, String name) {
    String value = text(params, name);
    require(value.matches("[1-9]\\d{0,8}"), name + " is '" + value + "', no number above 0");
    return Integer.parseInt(value);
  }

  private static Score score(JsonNode result, int callers) {
    JsonNode metric = result.path("primaryMetric");
    String unit = text(metric, "scoreUnit");
    String mode = text(result, "mode");
    List<Double> iterations = new ArrayList<>();
    JsonNode forks = metric.path("rawData");
    require(forks.isArray(), "rawData is no list of forks");
    for (JsonNode fork : forks) {
      require(fork.isArray(), "rawData has a fork that is no list of iterations");
      for (JsonNode iteration : fork) {
        require(iteration.isNumber(), "rawData has " + iteration + ", which is no number");
        double ms = msPerOperation(mode, unit, iteration.doubleValue(), callers);
        require(
            ms >= SHORTEST_MS && ms <= LONGEST_MS,
            "rawData has " + iteration + ", which no operation takes");
        iterations.add(ms);
      }
    }
    require(!iterations.isEmpty(), "rawData has no iteration");
    return Score.of(iterations);
  }

  /** Returns how JMH abbreviates a unit of time. */
  private static String jmhName(TimeUnit unit) {
    return switch (unit) {
      case NANOSECONDS -> "ns";
      case MICROSECONDS -> "us";
      case MILLISECONDS -> "ms";
      case SECONDS -> "s";
      case MINUTES -> "min";
      case HOURS -> "hr";
      case DAYS -> "day";
    };
  }

  /** JMH's throughput is that of all callers together, its time that of each. */
  private static double msPerOperation(String mode, String unit, double value, int callers) {
    for (TimeUnit one : TimeUnit.values()) {
      String name = jmhName(one);
      double ms = one.toNanos(1) / NS_PER_MS;
      if (unit.equals(name + "/op") && (mode.equals("avgt") || mode.equals("ss"))) {
        return value * ms;
      }
      if (unit.equals("ops/" + name) && mode.equals("thrpt")) {
        return callers * ms / value;
      }
    }
    throw new IllegalArgumentException(
        "mode '%s' with scoreUnit '%s' is no time of an operation".formatted(mode, unit));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
