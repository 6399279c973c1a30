package dev.slicebench.sidecar.daprd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.sidecar.process.Logs;
import dev.slicebench.sidecar.process.Platform;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds daprd from its Go modules into the user's cache, where native sidecars find it. */
public final class DaprdInstaller {

  private static final String MODULE = "github.com/dapr/dapr";
  private static final int GO_MINOR = 26;
  private static final Pattern GO_VERSION = Pattern.compile("go version \\S*?go1\\.(\\d+)\\S*");
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Map<String, String> environment;
  private final Consumer<String> progress;

  DaprdInstaller(Map<String, String> environment, Consumer<String> progress) {
    this.environment = environment;
    this.progress = progress;
  }

  /** Returns the daprd version that is built. */
  public static String version() {
    return Daprd.release();
  }

  /**
   * Builds daprd, unless it is there already. The binary appears in one step, when it is whole;
   * what is downloaded stays in Go's own caches.
   *
   * @param progress takes a line of text now and then
   * @return the binary
   * @throws SidecarException if Go is missing or too old, or the build fails
   */
  public static Path install(Consumer<String> progress) {
    return new DaprdInstaller(System.getenv(), progress).install();
  }

  /** The same as a program; prints its progress, and exits with 2 where it fails. */
  public static void main(String[] args) {
    try {
      System.out.println(install(System.err::println));
    } catch (SidecarException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  Path install() {
    Path folder = Daprd.installation(environment);
    Path target = Daprd.cached(environment);
    if (Files.isExecutable(target)) {
      progress.accept("daprd " + version() + " is already there: " + target);
      return target;
    }
    Path go = findGo();
    try {
      Files.createDirectories(folder);
      try (ProcessScope scope = ProcessScope.in(folder)) {
        checkVersion(scope, go);
        progress.accept(
            "Building daprd "
                + version()
                + " with "
                + go
                + "; the first time that takes some minutes and 4 GB in Go's caches");
        Path built = build(scope, go, download(scope, go));
        Files.move(
            built, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new SidecarException(
          "daprd cannot be put into "
              + folder
              + " ("
              + e.getMessage()
              + "): make it writable, or set XDG_CACHE_HOME",
          e);
    }
    progress.accept("daprd " + version() + " is ready: " + target);
    return target;
  }

  private Path findGo() {
    String name = Platform.isWindows() ? "go.exe" : "go";
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(
            () ->
                new SidecarException(
                    "Building daprd needs Go 1."
                        + GO_MINOR
                        + " or newer, and there is no 'go' on the PATH: install Go, or set "
                        + Daprd.VARIABLE
                        + " to a daprd binary",
                    null));
  }

  private void checkVersion(ProcessScope scope, Path go) throws IOException {
    String answer = run(scope, scope.folder(), List.of(go.toString(), "version")).strip();
    Matcher version = GO_VERSION.matcher(answer);
    if (!version.lookingAt() || Integer.parseInt(version.group(1)) < GO_MINOR) {
      throw new SidecarException(
          "Building daprd needs Go 1."
              + GO_MINOR
              + " or newer, and "
              + go
              + " says '"
              + answer
              + "': update Go",
          null);
    }
  }

  /** Returns the folder of daprd's sources: only in there do its replacements of modules count. */
  private Path download(ProcessScope scope, Path go) throws IOException {
    String answer =
        run(
            scope,
            scope.folder(),
            List.of(go.toString(), "mod", "download", "-json", MODULE + "@v" + version()));
    JsonNode folder = new ObjectMapper().readTree(answer).path("Dir");
    if (!folder.isTextual()) {
      throw new SidecarException(
          "'go mod download' names no folder for daprd's sources: " + answer.strip(), null);
    }
    return Path.of(folder.asText());
  }

  private Path build(ProcessScope scope, Path go, Path sources) throws IOException {
    Path built = scope.folder().resolve(Daprd.fileName());
    run(
        scope,
        sources,
        List.of(
            go.toString(),
            "build",
            "-v",
            "-trimpath",
            "-tags",
            "stablecomponents",
            "-ldflags",
            "-s -w -X " + MODULE + "/pkg/buildinfo.version=" + version(),
            "-o",
            built.toString(),
            "./cmd/daprd"));
    String says = Daprd.version(built);
    if (!says.equals(version())) {
      throw new SidecarException(
          "The daprd that was built says it is '" + says + "', not " + version() + ": report this",
          null);
    }
    return built;
  }

  /** Runs a command and gives back its standard output; its log becomes progress. */
  private String run(ProcessScope scope, Path folder, List<String> command) throws IOException {
    Path out = scope.folder().resolve("out");
    Path log = scope.folder().resolve("go.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(List.of("GOFLAGS", "GOOS", "GOARCH"));
    builder
        .environment()
        .putAll(Map.of("CGO_ENABLED", "0", "GOWORK", "off", "GOTMPDIR", scope.folder().toString()));
    Process process = scope.start(builder);
    process.getOutputStream().close();
    follow(process, log);
    try {
      if (process.waitFor() != 0) {
        throw new SidecarException(
            "'"
                + String.join(" ", command.subList(0, 2))
                + "' failed: "
                + Logs.lastLine(log)
                + " (log: "
                + scope.keep(log)
                + ")",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SidecarException("Interrupted while building daprd: start again", e);
    }
    return Files.readString(out);
  }

  private void follow(Process process, Path log) throws IOException {
    long startNanos = System.nanoTime();
    long saidNanos = startNanos;
    int lines = 0;
    try (BufferedReader messages = process.errorReader(StandardCharsets.UTF_8);
        var file = Files.newBufferedWriter(log)) {
      for (String line = messages.readLine(); line != null; line = messages.readLine()) {
        file.write(line);
        file.newLine();
        lines++;
        long nowNanos = System.nanoTime();
        if (nowNanos - saidNanos > PROGRESS_NANOS) {
          saidNanos = nowNanos;
          progress.accept(
              lines
                  + " packages downloaded or compiled in "
                  + TimeUnit.NANOSECONDS.toSeconds(nowNanos - startNanos)
                  + " s, now "
                  + line);
        }
      }
    }
  }
}
