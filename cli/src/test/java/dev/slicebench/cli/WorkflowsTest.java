package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows in {@code .github}, as far as they can be checked away from GitHub. */
class WorkflowsTest {

  private static final Path WORKFLOWS = Path.of("..", ".github", "workflows");

  @Test
  void areThose() throws IOException {
    assertThat(files())
        .extracting(file -> String.valueOf(file.getFileName()))
        .contains("compare.yml", "history.yml", "ledger.yml", "planted.yml", "verify.yml");
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

  /** The scripts of two nights, in a checkout of a repository of its own. */
  @Test
  void historyKeepsEveryNightOnItsBranch(@TempDir Path folder) throws Exception {
    Path origin = folder.resolve("origin.git");
    Path first = folder.resolve("first");
    shell(folder, "git init -q --bare -b main origin.git && git clone -q origin.git first");
    shell(
        first,
        "git -c user.name=me -c user.email=me@localhost commit -q --allow-empty -m one"
            + " && git push -q origin HEAD:main");

    for (String night : List.of("monday", "tuesday")) {
      shell(folder, "git clone -q --depth 1 'file://" + origin + "' " + night);
      Path checkout = folder.resolve(night);
      String results = "export GITHUB_SHA=abc RESULTS='" + folder + "/results-" + night + "'\n";
      shell(checkout, results + script("history.yml", "Find the results of earlier nights", "run"));
      shell(
          checkout,
          results
              + "mkdir $RESULTS/"
              + night
              + " && cd $RESULTS/"
              + night
              + " && touch jmh.json jmh.log");
      shell(checkout, results + script("history.yml", "Keep the results", "run"));
    }

    assertThat(shell(origin, "git ls-tree -r --name-only nightly-results").lines())
        .containsExactly("monday/jmh.json", "tuesday/jmh.json");
  }

  @Test
  void compareUpdatesItsCommentInPlace(@TempDir Path folder) throws Exception {
    assumeTrue(isThere("node"), "needs Node: install it");
    Files.writeString(folder.resolve("compare.md"), "the verdict");
    String script = script("compare.yml", "Comment, or update the comment", "with/script");
    String gitHub =
        """
        const comments = [{id: 1, body: 'a reader', user: {type: 'User'}}];
        const context = {repo: {owner: 'o', repo: 'r'}, issue: {number: 7}};
        const github = {
          paginate: async (list, issue) => list(issue),
          rest: {issues: {
            listComments: () => comments,
            createComment: ({body}) => comments.push({id: 2, body, user: {type: 'Bot'}}),
            updateComment: ({comment_id, body}) =>
              comments.find(one => one.id === comment_id).body = body + ', again',
          }},
        };
        const run = async () => {
        %s
        };
        run().then(run).then(() => console.log(comments.map(one => one.body).join('|')));
        """
            .formatted(script);
    Files.writeString(folder.resolve("script.js"), gitHub);

    assertThat(shell(folder, "node script.js").strip())
        .isEqualTo("a reader|<!-- slicebench compare -->\nthe verdict, again");
  }

  private static String script(String file, String step, String place) throws IOException {
    return steps(WORKFLOWS.resolve(file))
        .filter(one -> one.path("name").asText().equals(step))
        .map(one -> one.at("/" + place).asText())
        .findFirst()
        .orElseThrow();
  }

  /** As GitHub runs a step; returns what it printed. */
  private static String shell(Path folder, String script) throws Exception {
    Process process =
        new ProcessBuilder("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(script).isZero();
    return out;
  }

  private static boolean isThere(String program) throws Exception {
    return new ProcessBuilder("bash", "-c", "command -v " + program)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
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
