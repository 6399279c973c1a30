package dev.slicebench.sidecar.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slicebench.sidecar.daprd.Daprd;
import dev.slicebench.sidecar.docker.ComposeFile.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code docker-compose.yml} that users start. */
public class ComposeFileTest {

  private static final Path FILE = Path.of("..", "docker-compose.yml");

  /** All images that it names. */
  public static List<String> images() {
    try {
      return matches("(?m)^ *image: (\\S+)$").distinct().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** All ports of the machine that it publishes. */
  public static List<Integer> publishedPorts() throws IOException {
    return matches("(?m)^ *- \"127.0.0.1:(\\d+):\\d+\"$").map(Integer::valueOf).toList();
  }

  @Test
  void theComposeToolTakesIt() throws Exception {
    Process check = compose("--profile", "redis", "--profile", "postgresql", "config", "--quiet");
    String complaint =
        new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(check.waitFor()).as(complaint).isZero();
  }

  @Test
  void publishesOnTheLoopbackOnly() throws IOException {
    assertThat(matches("(?m)^ *- \"(.*:\\d+:\\d+)\"$"))
        .hasSizeGreaterThan(6)
        .allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void pinsItsImages() throws IOException {
    assertThat(images())
        .contains("daprio/daprd:" + Daprd.release())
        .allMatch(image -> image.matches("[^:]+:[^:]+"));
    assertThat(images().stream().filter(image -> image.endsWith("latest")))
        .as("Microsoft's own have no other tag that lasts")
        .allMatch(image -> image.contains("azure-cosmos-emulator"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"daprd", "daprd-redis", "daprd-postgresql", "daprd-vnext"})
  void everyDaprdIsInTheNetworkOfAStoreThatCanTellWhetherItIsReady(String name) {
    Service daprd = ComposeFile.bundled().service(name);
    Service store = ComposeFile.bundled().service(daprd.networkOf().orElseThrow());

    assertThat(daprd.image()).isEqualTo("daprio/daprd:" + Daprd.release());
    assertThat(daprd.command()).contains("--dapr-grpc-port=50001", "--resources-path=/components");
    assertThat(store.ports()).contains(50001);
    assertThat(store.healthCheck()).isNotEmpty();
    String components = ComposeFile.resource(String.valueOf(daprd.mounts().get("/components")));
    assertThat(ComposeFileTest.class.getResource(components + "/statestore.yaml")).isNotNull();
  }

  private static Stream<String> matches(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(FILE))
        .results()
        .map(found -> found.group(1))
        .toList()
        .stream();
  }

  /** Starts the compose tool on the file, or skips the test where there is none. */
  public static Process compose(String... arguments) throws IOException {
    List<List<String>> tools = List.of(List.of("docker", "compose"), List.of("docker-compose"));
    for (List<String> tool : tools) {
      List<String> version = Stream.concat(tool.stream(), Stream.of("version")).toList();
      if (runs(version)) {
        return process(
                Stream.of(tool, List.of("--file", FILE.toString()), List.of(arguments))
                    .flatMap(List::stream)
                    .toList())
            .start();
      }
    }
    return abort("needs the compose tool: Docker's plugin, or apt-get install docker-compose");
  }

  private static boolean runs(List<String> command) {
    try {
      Process process = process(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ProcessBuilder process(List<String> command) {
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
