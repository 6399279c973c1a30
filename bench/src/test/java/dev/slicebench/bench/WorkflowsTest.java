package dev.slicebench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows in {@code .github}, as far as they can be checked away from GitHub. */
class WorkflowsTest {

  private static final Path WORKFLOWS = Path.of("..", ".github", "workflows");

  @Test
  void areThose() throws IOException {
    assertThat(files())
        .extracting(file -> String.valueOf(file.getFileName()))
        .contains("compare.yml", "history.yml", "ledger.yml", "verify.yml");
  }

  @ParameterizedTest
  @MethodSource("files")
  void useActionsOfGitHubsOwnByAnExactVersion(Path file) throws IOException {
    assertThat(steps(file).filter(step -> step.has("uses")))
        .isNotEmpty()
        .allSatisfy(
            step ->
                assertThat(step.path("uses").asText())
                    .matches("actions/[a-z-]+@v\\d+\\.\\d+\\.\\d+"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void sayWhatTheirTokenMay(Path file) throws IOException {
    assertThat(workflow(file).path("permissions").path("contents").asText()).isIn("read", "write");
  }

  /** What a pull request's author chose must not become part of a script. */
  @ParameterizedTest
  @MethodSource("files")
  void putNoExpressionIntoAScript(Path file) throws IOException {
    assertThat(steps(file).filter(step -> step.has("run")))
        .isNotEmpty()
        .noneMatch(step -> step.path("run").asText().contains("${{"));
  }

  private static Stream<JsonNode> steps(Path file) throws IOException {
    return children(workflow(file).path("jobs")).flatMap(job -> children(job.path("steps")));
  }

  private static Stream<JsonNode> children(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }

  private static JsonNode workflow(Path file) throws IOException {
    return new YAMLMapper().readTree(file.toFile());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(WORKFLOWS)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }
}
