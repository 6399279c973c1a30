package dev.slicebench.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slicebench.sidecar.docker.ComposeFileTest;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All of {@code docker-compose.yml}, started as a user starts it, on the ports that it names. */
class ComposeUpTest {

  private static final String[] EVERYTHING = {
    "--project-name",
    "slicebench-test",
    "--profile",
    "redis",
    "--profile",
    "postgresql",
    "--profile",
    "vnext"
  };

  private static boolean started;

  @BeforeAll
  static void start() throws Exception {
    DockerImages.assume();
    for (int port : ComposeFileTest.publishedPorts()) {
      if (isTaken(port)) {
        abort("needs port " + port + ", which docker-compose.yml publishes and something has");
      }
    }
    started = true;
    run("up", "--detach");
  }

  @AfterAll
  static void stop() throws Exception {
    if (started) {
      run("down", "--volumes");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "50011, state.azure.cosmosdb",
    "50012, state.redis",
    "50013, state.postgresql",
    "50014, state.azure.cosmosdb"
  })
  void everySidecarKeepsState(int port, String component) throws Exception {
    try (Sidecar sidecar = attach(port);
        Client client = new Client(sidecar)) {
      assertThat(sidecar.info().component().type()).isEqualTo(component);
      assertThat(client.save(Client.item("a", "1"))).isEqualTo(Client.Outcome.OK);
      assertThat(client.value("a")).isEqualTo("1");
    }
  }

  /** Compose has returned when the container was started: daprd needs a moment. */
  private static Sidecar attach(int port) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        return Sidecars.attach(
            Map.of("DAPR_GRPC_PORT", String.valueOf(port)), Optional.of("statestore"));
      } catch (SidecarException e) {
        if (System.nanoTime() > deadlineNanos) {
          throw e;
        }
      }
    }
  }

  private static boolean isTaken(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return !free.isBound();
    } catch (IOException e) {
      return true;
    }
  }

  private static void run(String... command) throws Exception {
    Process process =
        ComposeFileTest.compose(
            Stream.of(EVERYTHING, command).flatMap(Stream::of).toArray(String[]::new));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
