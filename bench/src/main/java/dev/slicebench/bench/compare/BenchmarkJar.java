package dev.slicebench.bench.compare;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.sidecar.process.Java;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A build of the benchmarks, of any age: all that is asked of it is that JMH is in it, and which
 * benchmarks with which parameters.
 */
public final class BenchmarkJar {

  private static final String JMH = "org.openjdk.jmh.Main";
  private static final String PROTOCOL = "protocol";
  private static final Pattern PARAMETER =
      Pattern.compile("param \"(?<name>[^\"]+)\" = \\{(?<values>.*)}");
  private static final String FIX =
      ": give a benchmarks.jar that './slicebench' has built, or a" + " commit";

  private final Build build;
  private final Map<String, Map<String, Set<String>>> benchmarks;

  BenchmarkJar(Build build, Map<String, Map<String, Set<String>>> benchmarks) {
    this.build = build;
    this.benchmarks = benchmarks;
  }

  /**
   * Asks the jar what is in it.
   *
   * @throws IOException if it holds no benchmarks, or none that this JVM can run
   */
  public static BenchmarkJar open(Build build) throws IOException {
    Path path = build.jar();
    Process process =
        Java.command(List.of(), path.toString(), JMH, List.of("-lp"))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .toList();
    if (!ended(process)) {
      throw new IOException(
          path
              + " holds no benchmarks ("
              + lines.stream().findFirst().orElse("no answer")
              + ")"
              + FIX);
    }
    return new BenchmarkJar(build, parse(lines));
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A benchmark's name is a line, and its parameters are the lines after. */
  static Map<String, Map<String, Set<String>>> parse(List<String> lines) {
    Map<String, Map<String, Set<String>>> benchmarks = new LinkedHashMap<>();
    Map<String, Set<String>> parameters = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher parameter = PARAMETER.matcher(line);
      if (parameter.matches()) {
        parameters.put(parameter.group("name"), Set.of(parameter.group("values").split(", ", -1)));
      } else {
        parameters = new LinkedHashMap<>();
        benchmarks.put(line, parameters);
      }
    }
    return benchmarks;
  }

  /** Returns what to call it. */
  String label() {
    return build.label();
  }

  /** Returns why {@code cell} cannot be measured with it; empty where it can. */
  Optional<String> lacks(BenchmarkCase cell) {
    String benchmark = cell.benchmark().jmhName();
    Map<String, Set<String>> known = benchmarks.get(benchmark);
    if (known == null) {
      return Optional.of(
          "has no "
              + benchmark.substring(
                  benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1));
    }
    Map<String, String> wanted = parameters(cell);
    if (!known.keySet().equals(wanted.keySet())) {
      return Optional.of(
          "knows the parameters " + String.join(", ", new TreeSet<>(known.keySet())));
    }
    return wanted.entrySet().stream()
        .filter(
            one ->
                !isNumber(one.getValue())
                    && !known.getOrDefault(one.getKey(), Set.of()).contains(one.getValue()))
        .map(one -> "has no " + one.getKey() + " " + one.getValue())
        .findFirst();
  }

  /** Returns the values of JMH's parameters, a protocol by the name that this build gives it. */
  private Map<String, String> parameters(BenchmarkCase cell) {
    Map<String, String> parameters = cell.parameters();
    Protocol protocol = cell.protocol();
    if (protocol != null
        && benchmarks
            .getOrDefault(cell.benchmark().jmhName(), Map.of())
            .getOrDefault(PROTOCOL, Set.of())
            .contains(protocol.formerName())) {
      parameters.put(PROTOCOL, protocol.formerName());
    }
    return parameters;
  }

  /** JMH takes any number, listed or not. */
  private static boolean isNumber(String value) {
    return value.chars().allMatch(Character::isDigit);
  }

  /** Returns the command for one fork, which JMH runs in the JVM that is started. */
  ProcessBuilder fork(List<String> jvmArguments, Path first, List<String> jmhArguments) {
    return Java.command(
        jvmArguments,
        first + System.getProperty("path.separator") + build.jar(),
        JMH,
        jmhArguments);
  }

  /** JMH's arguments for one fork of {@code cell}, less its times. */
  List<String> arguments(BenchmarkCase cell) {
    List<String> arguments = new ArrayList<>();
    arguments.add("^" + Pattern.quote(cell.benchmark().jmhName()) + "$");
    parameters(cell).forEach((name, value) -> arguments.addAll(List.of("-p", name + "=" + value)));
    arguments.addAll(List.of("-t", String.valueOf(cell.callers())));
    return arguments;
  }
}
