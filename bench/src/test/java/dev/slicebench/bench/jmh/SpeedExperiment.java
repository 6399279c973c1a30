package dev.slicebench.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How near the library comes to the calls that it makes: goals, and what was measured, over a real
 * daprd. How it is called: results/experiments/speed/README.md.
 */
final class SpeedExperiment {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SpeedExperiment() {}

  /**
   * Arguments: the backend; how many forks; seconds a side; what the cases' names begin with, or
   * {@code all}; the file to add to. Or a file alone, whose table is printed.
   */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[arguments.length - 1]);
    if (arguments.length > 1) {
      measure(arguments, file);
    }
    print(file);
    System.exit(0);
  }

  private static void measure(String[] arguments, Path file) throws Exception {
    Backend backend =
        Arrays.stream(Backend.BuiltIn.values())
            .filter(one -> one.label().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    int forks = Integer.parseInt(arguments[1]);
    // A sidecar for each fork, so that its memory holds the streams of one alone. Only loads leave
    // the store as it was: their streams are written once.
    int forksASidecar = arguments[3].startsWith("load") ? forks : 1;
    for (int fork = 0; fork < forks; fork += forksASidecar) {
      try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, backend)) {
        Target target =
            new Target(
                sidecar.grpcEndpoint(),
                sidecar.info().component(),
                "sp-",
                Files.createTempDirectory("speed-"));
        for (int i = 0; i < forksASidecar; i++) {
          fork(target, arguments[3], arguments[2], file);
        }
      }
    }
  }

  private static void fork(Target target, String filter, String seconds, Path file)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(target.jvmArguments());
    command.addAll(
        List.of(
            "-Xmx2g",
            "-cp",
            System.getProperty("java.class.path"),
            SpeedFork.class.getName(),
            filter,
            seconds));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("a fork failed");
    }
  }

  /** Prints a table of goal, median over the forks, and whether the goal is met. */
  private static void print(Path file) throws IOException {
    Map<String, List<JsonNode>> cases = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode one = MAPPER.readTree(line);
      cases.computeIfAbsent(one.path("case").asText(), name -> new ArrayList<>()).add(one);
    }
    System.out.println("| case | forks | what | goal | measured | met |");
    System.out.println("| --- | ---: | --- | ---: | ---: | --- |");
    cases.forEach(SpeedExperiment::print);
  }

  private static void print(String name, List<JsonNode> forks) {
    if (name.startsWith("contended")) {
      row(name, forks, "ms an append", Double.NaN, one -> one.path("millisPerAppend").asDouble());
      // More than the goal is better here.
      row(name, forks, "mean / slowest", 4, one -> 1 / one.path("slowestShare").asDouble());
    } else if (name.startsWith("length")) {
      if (name.endsWith("whole")) {
        ToDoubleFunction<JsonNode> ratio =
            one -> one.path("micros1000000").asDouble() / one.path("micros1000").asDouble();
        row(name, forks, "an event of 1,000,000 to one of 1,000", 1.10, ratio);
      } else {
        ToDoubleFunction<JsonNode> ratio =
            one -> one.path("micros100000").asDouble() / one.path("micros50").asDouble();
        row(name, forks, "100,000 to 50", 1.05, ratio);
      }
    } else {
      boolean isLoad = name.startsWith("load");
      double goal = name.startsWith("append") ? 1.10 : 1.15;
      row(name, forks, "time to raw", goal, one -> one.path("ratio").asDouble());
      if (isLoad) {
        row(
            name,
            forks,
            "µs of processor an event on top",
            1,
            one ->
                (one.path("libraryCpuMicros").asDouble() - one.path("rawCpuMicros").asDouble())
                    / one.path("events").asDouble());
        row(
            name,
            forks,
            "bytes allocated to bytes of data",
            2.5,
            one -> one.path("libraryBytes").asDouble() / one.path("events").asDouble() / 1024);
      } else if (name.startsWith("append")) {
        row(
            name,
            forks,
            "processor to raw",
            1.3,
            one -> one.path("libraryCpuMicros").asDouble() / one.path("rawCpuMicros").asDouble());
      }
    }
  }

  private static void row(
      String name, List<JsonNode> forks, String what, double goal, ToDoubleFunction<JsonNode> of) {
    double[] sorted = forks.stream().mapToDouble(of).sorted().toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %d | %s | %s | %.2f (%.2f to %.2f) | %s |",
            name,
            sorted.length,
            what,
            Double.isNaN(goal) ? "" : String.format(Locale.ROOT, "%.2f", goal),
            median,
            sorted[0],
            sorted[sorted.length - 1],
            Double.isNaN(goal) ? "" : median <= goal ? "yes" : "**no**"));
  }
}
