package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.sidecar.process.Java;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietLogTest {

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  @AfterEach
  void giveBack() throws IOException {
    System.setErr(err);
    Arrays.stream(Logger.getLogger("").getHandlers()).forEach(Handler::close);
    Thread.setDefaultUncaughtExceptionHandler(null);
    LogManager.getLogManager().readConfiguration();
  }

  @Test
  void whatLibrariesLogGoesToAFileAndNotToTheTerminal(@TempDir Path cache)
      throws IOException, InterruptedException {
    System.setErr(new PrintStream(terminal, true, StandardCharsets.UTF_8));
    QuietLog.begin(Map.of("XDG_CACHE_HOME", cache.toString(), "HOME", cache.toString()));

    Logger.getLogger("io.grpc.internal.ManagedChannelImpl")
        .log(Level.WARNING, "Received data on closed stream", new IllegalStateException("grpc"));
    Thread thread =
        new Thread(
            () -> {
              throw new IllegalStateException("background");
            });
    thread.start();
    thread.join();

    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEmpty();
    try (Stream<Path> logs = Files.list(cache.resolve("slicebench").resolve("logs"))) {
      Path log = logs.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
      assertThat(Files.readString(log))
          .contains("Received data on closed stream", "IllegalStateException: background");
    }
  }

  /** Name resolution logs a stack trace, as do streams that are cut. */
  @Test
  void aHostWithoutAnAddressIsToldInALineWithoutGrpcsOwn(@TempDir Path cache)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        Java.command(
            List.of(),
            System.getProperty("java.class.path"),
            Slicebench.class.getName(),
            List.of("run", "--results", cache.toString()));
    command.environment().put("XDG_CACHE_HOME", cache.toString());
    command.environment().put("DAPR_GRPC_ENDPOINT", "http://no-such-host.invalid:50001");
    Path said = cache.resolve("said");
    Process process = command.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(Files.readString(said))
        .contains("no-such-host.invalid")
        .doesNotContain("io.grpc", "\tat ", "WARNING", "SEVERE");
  }

  @Test
  void aCacheThatCannotBeWrittenSilencesThemToo(@TempDir Path temp) throws IOException {
    System.setErr(new PrintStream(terminal, true, StandardCharsets.UTF_8));
    Path file = Files.createFile(temp.resolve("file"));
    QuietLog.begin(Map.of("XDG_CACHE_HOME", file.toString(), "HOME", file.toString()));

    Logger.getLogger("io.grpc").severe("lost");

    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
