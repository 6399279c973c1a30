package dev.slicebench.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.Java;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However a JVM that has started sidecars ends: no process and no file of theirs is left. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals")
final class NothingIsLeftTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path temporary;

  /** A JVM with sidecars; it says when they run, and waits to be ended. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      for (String backend : args) {
        boolean embedded = backend.equals("EMBEDDED_STRICT");
        Sidecars.start(
            embedded ? SidecarKind.EMBEDDED : SidecarKind.NATIVE, Backend.BuiltIn.valueOf(backend));
      }
      System.out.println("started");
      if (System.in.read() == 'x') {
        System.exit(0);
      }
    }
  }

  private Process start(String... backends) throws Exception {
    Process process =
        Java.command(
                List.of("-Djava.io.tmpdir=" + temporary),
                System.getProperty("java.class.path"),
                Program.class.getName(),
                List.of(backends))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("started");
    return process;
  }

  private void assertNothingIsLeft(List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      process.onExit().get(30, TimeUnit.SECONDS);
    }
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void killed() throws Exception {
    RealDaprd.assume();
    Process process = start("EMBEDDED_STRICT", "SQLITE", "REDIS", "POSTGRESQL");
    List<ProcessHandle> processes = process.descendants().toList();
    assertThat(processes).hasSizeGreaterThanOrEqualTo(6);
    process.destroyForcibly().waitFor();
    assertNothingIsLeft(processes);
  }

  @Test
  void terminated() throws Exception {
    RealDaprd.assume();
    Process process = start("SQLITE", "REDIS", "POSTGRESQL_V1");
    List<ProcessHandle> processes = process.descendants().toList();
    process.destroy();
    process.waitFor();
    assertNothingIsLeft(processes);
  }

  @Test
  void ended() throws Exception {
    Process process = start("EMBEDDED_STRICT");
    List<ProcessHandle> processes = process.descendants().toList();
    process.getOutputStream().write('x');
    process.getOutputStream().flush();
    process.waitFor();
    assertNothingIsLeft(processes);
  }

  /** Ctrl-C reaches the children as well as the JVM. */
  @Test
  void interruptedAtTheTerminal() throws Exception {
    RealDaprd.assume();
    assumeFalse(
        isInterruptIgnored(), "started in the background of a shell, where Ctrl-C is ignored");
    Process process = start("EMBEDDED_STRICT", "SQLITE", "REDIS");
    List<ProcessHandle> processes = process.descendants().toList();
    List<String> kill = new ArrayList<>(List.of("kill", "-INT", String.valueOf(process.pid())));
    processes.forEach(child -> kill.add(String.valueOf(child.pid())));
    assertThat(new ProcessBuilder(kill).inheritIO().start().waitFor()).isZero();
    process.waitFor();
    assertNothingIsLeft(processes);
  }

  /** What a child inherits, and no JVM changes. */
  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseLong(line.substring(7).strip(), 16) & 2) != 0);
    }
  }

  @Test
  void closed() throws Exception {
    RealDaprd.assume();
    NativeSidecar sidecar =
        (NativeSidecar) Sidecars.start(SidecarKind.NATIVE, Backend.BuiltIn.SQLITE);
    Process process = sidecar.process();
    Path folder = sidecar.folder();
    assertThat(folder).exists();
    sidecar.close();
    sidecar.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(folder).doesNotExist();
  }
}
