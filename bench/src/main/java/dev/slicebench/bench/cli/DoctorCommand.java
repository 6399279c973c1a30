package dev.slicebench.bench.cli;

import dev.slicebench.bench.run.Envelope;
import dev.slicebench.sidecar.Sidecars;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code slicebench doctor}. */
@Command(name = "doctor", description = "Shows what is here, what is missing, and what to type.")
final class DoctorCommand extends HelpfulCommand implements Runnable {

  private static final String ROW = "%-8s %-8s %s";

  @Override
  public void run() {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    boolean attachable = Sidecars.attachable(environment);
    Optional<Path> daprd = Sidecars.daprd();
    here("JDK", true, System.getProperty("java.vm.name") + " " + Runtime.version());
    tool("Maven", "mvn", "needed to build slicebench anew");
    tool("Go", "go", "needed only by './slicebench sidecar install', which builds a daprd");
    here(
        "daprd",
        daprd.isPresent(),
        daprd
            .map(Path::toString)
            .orElse("without it only the embedded sidecar: './slicebench sidecar install'"));
    tool(
        "Docker",
        "docker",
        "needed only by --sidecar docker, which runs docker-compose.yml's images");
    here(
        "sidecar",
        attachable,
        attachable ? "one to attach to is named" : "to measure yours: set DAPR_GRPC_PORT");
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("DAPR")) {
            here("", true, name + (name.contains("TOKEN") ? " is set" : "=" + value));
          }
        });
    List<Path> results = results();
    here(
        "results",
        !results.isEmpty(),
        results.isEmpty()
            ? "none yet"
            : results.size() + ", the last in " + results.get(results.size() - 1));
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.println(
        "Type './slicebench run': it measures "
            + (attachable
                ? "the sidecar that is named."
                : daprd.isPresent()
                    ? "PostgreSQL behind this daprd."
                    : "the embedded sidecar, which is not Dapr."));
    out.flush();
  }

  private void tool(String name, String program, String purpose) {
    Optional<Path> found = find(program);
    here(name, found.isPresent(), found.map(Path::toString).orElse(purpose));
  }

  private void here(String name, boolean present, String what) {
    spec.commandLine().getOut().println(ROW.formatted(name, present ? "here" : "not here", what));
  }

  private static Optional<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(
            folder ->
                Stream.of(
                    Path.of(folder, program),
                    Path.of(folder, program + ".exe"),
                    Path.of(folder, program + ".cmd")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static List<Path> results() {
    Path folder = Slicebench.home().resolve("results");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> runs = Files.list(folder)) {
      return runs.filter(run -> Files.exists(run.resolve(Envelope.FILE))).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
