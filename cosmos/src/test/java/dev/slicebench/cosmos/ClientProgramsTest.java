package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.cosmos.CosmosClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Programs with the official clients of four languages, held to the table in {@code
 * docs/cosmos-emulator.md}: what it says that a client can do, its program does.
 */
class ClientProgramsTest {

  private static final Path CLIENTS = Path.of("clients");
  private static final Path PAGE = Path.of("..", "docs", "cosmos-emulator.md");
  private static final Pattern OUTCOME = Pattern.compile("(.+): (yes|wrong|[0-9]{3})");
  private static final long PATIENCE_MINUTES = 5;

  private CosmosEmulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator = CosmosEmulator.builder().start();
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void java() throws IOException {
    try (CosmosEmulator overTls = CosmosEmulator.builder().tls().start();
        CosmosClient client = Sdk.client(overTls)) {
      assertThat(new TreeMap<>(JavaClient.outcomes(client))).isEqualTo(table("Java"));
    }
  }

  @Test
  void go() throws IOException {
    needs("go", "go", "version");
    Path folder = copied("go", Path.of("target", "clients", "go"));
    needs("the modules of the Go client", folder, "go", "mod", "download");
    Said built = run(folder, "go", "build", "-o", "client", ".");
    assertThat(built.status).as(built.text).isZero();
    assertOutcomes("Go", folder, folder.resolve("client").toAbsolutePath().toString());
  }

  @Test
  void node() throws IOException {
    needs("node", "node", "--version");
    Path folder = copied("node", installed("node"));
    if (!Files.exists(folder.resolve("node_modules"))) {
      needs("the packages of the Node client", folder, "npm", "ci", "--no-audit", "--no-fund");
    }
    assertOutcomes("Node", folder, "node", "main.mjs");
  }

  @Test
  void python() throws IOException {
    needs("python3 with venv", "python3", "-m", "venv", "--help");
    Path folder = copied("python", installed("python"));
    Path python = folder.resolve("venv").resolve("bin").resolve("python").toAbsolutePath();
    if (!Files.exists(folder.resolve("installed"))) {
      needs("python3 with venv", folder, "python3", "-m", "venv", "venv");
      needs(
          "the packages of the Python client",
          folder,
          python.toString(),
          "-m",
          "pip",
          "install",
          "--quiet",
          "-r",
          "requirements.txt");
      Files.createFile(folder.resolve("installed"));
    }
    assertOutcomes("Python", folder, python.toString(), "main.py");
  }

  /** Every line of the table is somebody's. */
  @Test
  void theTableSaysNothingElse() throws IOException {
    Set<String> held = new TreeSet<>();
    for (String client : List.of("Java", "Go", "Node", "Python")) {
      held.addAll(table(client).keySet());
    }
    assertThat(operations().keySet()).isEqualTo(held);
  }

  private void assertOutcomes(String client, Path folder, String... command) throws IOException {
    Map<String, String> account =
        Map.of(
            "COSMOS_ENDPOINT", emulator.endpoint().toString(),
            "COSMOS_KEY", emulator.key().reveal());
    Said said = run(folder, account, command);
    Map<String, String> outcomes = new TreeMap<>();
    said.text
        .lines()
        .map(OUTCOME::matcher)
        .filter(Matcher::matches)
        .forEach(line -> outcomes.put(line.group(1), line.group(2)));
    assertThat(outcomes).as(said.text).isEqualTo(table(client));
    assertThat(said.status).as(said.text).isZero();
  }

  /** What the page says that a client gets, by operation; nothing where it has no such call. */
  private static Map<String, String> table(String client) throws IOException {
    int column = List.of("Java", "Go", "Node", "Python").indexOf(client);
    Map<String, String> table = new TreeMap<>();
    operations()
        .forEach(
            (operation, cells) -> {
              if (!cells.get(column).equals("-")) {
                table.put(operation, cells.get(column));
              }
            });
    return table;
  }

  private static Map<String, List<String>> operations() throws IOException {
    Map<String, List<String>> operations = new LinkedHashMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      List<String> cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.size() == 7 && !cells.get(1).equals("operation") && !cells.get(1).startsWith("-")) {
        operations.put(cells.get(1), cells.subList(2, 6));
      }
    }
    assertThat(operations).as("the table of %s", PAGE).isNotEmpty();
    return operations;
  }

  private record Said(int status, String text) {}

  private static void needs(String what, String... command) throws IOException {
    needs(what, Path.of("."), command);
  }

  private static void needs(String what, Path folder, String... command) throws IOException {
    String reason = "this needs " + what + ": '" + String.join(" ", command) + "' failed";
    try {
      Said said = run(folder, command);
      assumeTrue(said.status == 0, reason);
    } catch (IOException e) {
      assumeTrue(false, reason);
    }
  }

  /** A folder that outlives a clean build, one for each list of packages. */
  private static Path installed(String client) throws IOException {
    String list = client.equals("node") ? "package-lock.json" : "requirements.txt";
    String packages = Files.readString(CLIENTS.resolve(client).resolve(list));
    return Path.of(
        System.getProperty("user.home"),
        ".cache",
        "slicebench",
        "clients",
        client + "-" + Integer.toHexString(packages.hashCode()));
  }

  private static Path copied(String client, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(CLIENTS.resolve(client))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file, to.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return to;
  }

  private static Said run(Path folder, String... command) throws IOException {
    return run(folder, Map.of(), command);
  }

  private static Said run(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    Path output = Files.createTempFile("slicebench-client-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command[0] + " does not end");
      }
      return new Said(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
