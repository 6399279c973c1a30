package dev.slicebench.cli.terminal;

import dev.slicebench.cli.terminal.Check.Result;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.daprd.DaprdInstaller;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.process.UserCache;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Tries out what slicebench can use on this machine. */
public final class Checkup {

  private static final long PATIENCE_SECONDS = 30;
  private static final int MOST_ANSWER_BYTES = 16_384;
  private static final Pattern MAVEN = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)\\S*");
  private static final Pattern MAVENS_JAVA = Pattern.compile("Java version: (\\d+)[^\\s,]*");
  private static final Pattern GO = Pattern.compile("go version \\S*?go(\\d+)\\.(\\d+)\\S*");

  /** What Maven writes even into a file. */
  private static final Pattern COLOURS = Pattern.compile("\u001B\\[[;\\d]*m");

  private static final int OLDEST_JAVA = 17;
  private static final double GIB = 1L << 30;

  /** For results, logs, and a store's files. */
  private static final long FEWEST_BYTES = 1L << 30;

  private final Map<String, String> environment;
  private final Path home;

  public Checkup(Map<String, String> environment, Path home) {
    this.environment = new TreeMap<>(environment);
    this.home = home;
  }

  public List<Check> all() {
    List<Check> checks =
        new ArrayList<>(List.of(java(), maven(), go(), daprd(), docker(), sidecar()));
    checks.addAll(variables());
    checks.addAll(disks());
    checks.add(results());
    return checks;
  }

  private static Check java() {
    String version = Runtime.version() + ", " + System.getProperty("java.vm.name");
    return ToolProvider.getSystemJavaCompiler() == null
        ? new Check(
            "JDK",
            Result.BROKEN,
            version + ", has no compiler, which building needs: install a JDK 17 or newer")
        : new Check("JDK", Result.OK, version);
  }

  private Check maven() {
    return tool(
        "Maven",
        "mvn",
        "-v",
        "only building needs it: install Maven 3.8 or newer",
        answer -> {
          Matcher version = MAVEN.matcher(answer);
          Matcher java = MAVENS_JAVA.matcher(answer);
          if (!version.find() || !isAtLeast(version, 3, 8)) {
            return "install Maven 3.8 or newer";
          }
          return java.find() && Integer.parseInt(java.group(1)) < OLDEST_JAVA
              ? "it runs on Java " + java.group(1) + ": set JAVA_HOME to a JDK 17 or newer"
              : "";
        });
  }

  private Check go() {
    return tool(
        "Go",
        "go",
        "version",
        "only './slicebench sidecar install' needs it: install Go 1.26 or newer",
        answer -> {
          Matcher version = GO.matcher(answer);
          return version.find() && isAtLeast(version, 1, 26)
              ? ""
              : "only './slicebench sidecar install' needs it: install Go 1.26 or newer";
        });
  }

  private static boolean isAtLeast(Matcher version, int major, int minor) {
    int itsMajor = Integer.parseInt(version.group(1));
    return itsMajor > major || (itsMajor == major && Integer.parseInt(version.group(2)) >= minor);
  }

  private Check daprd() {
    Path daprd;
    try {
      daprd = Sidecars.findDaprd(environment);
    } catch (SidecarException e) {
      boolean isNamed = !environment.getOrDefault("DAPRD", "").isBlank();
      return new Check(
          "daprd", isNamed ? Result.BROKEN : Result.ABSENT, String.valueOf(e.getMessage()));
    }
    try {
      String version = Sidecars.daprdVersion(daprd);
      return new Check(
          "daprd",
          Result.OK,
          daprd
              + " --version: "
              + version
              + (version.equals(DaprdInstaller.version())
                  ? ""
                  : "; slicebench was tested with " + DaprdInstaller.version()));
    } catch (SidecarException e) {
      return new Check("daprd", Result.BROKEN, String.valueOf(e.getMessage()));
    }
  }

  private Check docker() {
    if (find("docker").isEmpty()) {
      return new Check(
          "Docker", Result.ABSENT, "only --sidecar docker needs it: no 'docker' on the PATH");
    }
    return Sidecars.dockerProblem()
        .map(
            problem ->
                new Check("Docker", Result.ABSENT, problem + "; only --sidecar docker needs it"))
        .orElse(new Check("Docker", Result.OK, "'docker version' reaches its engine"));
  }

  private Check sidecar() {
    if (!Sidecars.attachable(environment)) {
      return new Check(
          "sidecar", Result.ABSENT, "to measure one that you run, set DAPR_GRPC_PORT to its port");
    }
    try {
      return new Check("sidecar", Result.OK, Sidecars.ask(environment));
    } catch (SidecarException e) {
      return new Check("sidecar", Result.BROKEN, String.valueOf(e.getMessage()));
    }
  }

  private List<Check> variables() {
    return environment.entrySet().stream()
        .filter(one -> one.getKey().startsWith("DAPR"))
        .map(
            one ->
                one.getKey() + (one.getKey().contains("TOKEN") ? " is set" : "=" + one.getValue()))
        .map(seen -> new Check("variable", Result.OK, seen))
        .toList();
  }

  private List<Check> disks() {
    return Stream.of(
            new Place("results", home.resolve("results")),
            new Place("temporary files", Path.of(System.getProperty("java.io.tmpdir", ""))),
            new Place("the cache", UserCache.folder(environment)))
        .map(Checkup::disk)
        .toList();
  }

  private record Place(String what, Path folder) {}

  private static Check disk(Place place) {
    Path there = place.folder().toAbsolutePath();
    while (Files.notExists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      boolean isWritable = Files.isDirectory(there) && Files.isWritable(there);
      String seen =
          String.format(
              Locale.ROOT, "%.1f GiB free for %s, in %s", free / GIB, place.what(), place.folder());
      return new Check(
          "disk",
          isWritable && free >= FEWEST_BYTES ? Result.OK : Result.BROKEN,
          !isWritable
              ? seen + ", which is not writable: change its rights"
              : free < FEWEST_BYTES ? seen + ": make room, 1 GiB at least" : seen);
    } catch (IOException e) {
      return new Check("disk", Result.BROKEN, FileTrouble.words(e));
    }
  }

  private Check results() {
    Path folder = home.resolve("results");
    List<Path> runs = new ArrayList<>();
    try {
      for (Path one : List.of(folder, folder.resolve("mine"))) {
        runs.addAll(runs(one));
      }
    } catch (IOException e) {
      return new Check("results", Result.BROKEN, FileTrouble.words(e));
    }
    return runs.isEmpty()
        ? new Check("results", Result.ABSENT, "no run in " + folder + " yet")
        : new Check(
            "results", Result.OK, runs.size() + " runs, the last in " + runs.get(runs.size() - 1));
  }

  private static List<Path> runs(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(run -> Files.exists(run.resolve(Envelope.FILE))).sorted().toList();
    }
  }

  /** What is wrong with what a program answered, and the fix; empty where nothing is. */
  private interface Judge {
    String problem(String answer);
  }

  private Check tool(String name, String program, String argument, String absent, Judge judge) {
    Optional<Path> found = find(program);
    if (found.isEmpty()) {
      return new Check(name, Result.ABSENT, "no '" + program + "' on the PATH; " + absent);
    }
    String tried = found.get() + " " + argument + ": ";
    try {
      String answer = run(found.get().toString(), argument);
      String first = answer.lines().findFirst().orElse("nothing");
      String problem = judge.problem(answer);
      return problem.isEmpty()
          ? new Check(name, Result.OK, tried + first)
          : new Check(name, Result.BROKEN, tried + first + ": " + problem);
    } catch (IOException e) {
      return new Check(name, Result.BROKEN, tried + e.getMessage() + ": " + absent);
    }
  }

  private String run(String... command) throws IOException {
    Path answer = Files.createTempFile("slicebench-doctor-", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(answer.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("no answer within " + PATIENCE_SECONDS + " s");
      }
      byte[] bytes;
      try (var in = Files.newInputStream(answer)) {
        bytes = in.readNBytes(MOST_ANSWER_BYTES);
      }
      String text =
          COLOURS.matcher(new String(bytes, StandardCharsets.UTF_8)).replaceAll("").strip();
      if (process.exitValue() != 0) {
        throw new IOException(
            "exit status "
                + process.exitValue()
                + ", "
                + text.lines().findFirst().orElse("says nothing"));
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(answer);
    }
  }

  private Optional<Path> find(String program) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .flatMap(
            folder ->
                Stream.of(program, program + ".exe", program + ".cmd")
                    .map(name -> Path.of(folder, name)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
