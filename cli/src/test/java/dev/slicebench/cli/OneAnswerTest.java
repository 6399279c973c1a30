package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.Table;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.answer.report.Report;
import dev.slicebench.bench.run.Terminal;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} ends in what {@code recommend} and {@code report} say right after it. */
class OneAnswerTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path COMMITTED = Path.of("..", "results");
  private static final String HOME = "slicebench.home";

  private final Path home;
  private final Path mine;

  OneAnswerTest(@TempDir Path home) {
    this.home = home;
    this.mine = home.resolve("results/mine");
  }

  @BeforeEach
  void beInACheckout() throws IOException {
    System.setProperty(HOME, home.toString());
    Files.createDirectories(mine);
    Files.copy(COMMITTED.resolve("ledger.json"), home.resolve("results/ledger.json"));
  }

  @AfterEach
  void leaveTheCheckout() {
    System.clearProperty(HOME);
  }

  @Test
  void ofItsRunAlone() throws IOException {
    assertThat(answer(run(mine, "new", "2026-11-26", 1))).contains("Use CREATE_ONLY");
  }

  @Test
  void withWhatAnOlderRunMeasuredAndThisOneDidNot() throws IOException {
    Path only = run(mine, "new", "2026-11-26", 1);
    ArrayNode figures = (ArrayNode) MAPPER.readTree(only.resolve("jmh.json").toFile());
    figures.removeIf(one -> one.path("benchmark").asText().endsWith(".whole"));
    MAPPER.writeValue(only.resolve("jmh.json").toFile(), figures);
    assertThat(answer(only)).contains("No answer");

    run(mine, "old", "2026-11-25", 1);

    assertThat(answer(only)).contains("Use CREATE_ONLY");
  }

  @Test
  void withWhatWasVerifiedThere() throws IOException {
    Path only = run(mine, "new", "2026-11-26", 1);
    ObjectNode report =
        (ObjectNode) MAPPER.readTree(COMMITTED.resolve("conformance/postgresql-v2.json").toFile());
    report
        .path("modes")
        .forEach(
            mode -> {
              if (mode.path("mode").asText().equals("CREATE_ONLY")) {
                ((ObjectNode) mode).put("verdict", "UNSAFE");
              }
            });
    Path folder = Files.createDirectories(mine.resolve("conformance"));
    MAPPER.writeValue(folder.resolve("postgresql-v2.json").toFile(), report);

    assertThat(answer(only)).contains("Use ").doesNotContain("Use CREATE_ONLY");
  }

  @Test
  void withResultsElsewhere() throws IOException {
    run(mine, "old", "2026-11-25", 100);
    Path elsewhere = home.resolve("elsewhere");
    Path only = run(elsewhere, "new", "2026-11-26", 1);

    assertThat(answer(only, elsewhere)).contains("Use CREATE_ONLY");
  }

  @Test
  void withOneBesideItThatCannotBeRead() throws IOException {
    Path only = run(mine, "new", "2026-11-26", 1);
    Files.writeString(Files.createDirectory(mine.resolve("damaged")).resolve("envelope.json"), "{");
    Run run = Results.read(List.of(only)).runs().get(0);

    assertThat(ResultFolders.here().answer(run, List.of())).isPresent();
  }

  @Test
  void notWithoutAVerdictThatCannotBeReadWhichIsToldBeforeAnythingIsMeasured() throws IOException {
    Path verdict =
        Files.createDirectories(mine.resolve("conformance")).resolve("postgresql-v2.json");
    Files.writeString(verdict, "{");
    StringWriter err = new StringWriter();

    int status =
        Slicebench.commandLine(new Terminal(true, 80))
            .setErr(new PrintWriter(err, true))
            .execute("run", "--sidecar", "embedded", "--mode", "OFF");

    assertThat(status).isEqualTo(Slicebench.ERROR);
    assertThat(flat(err.toString())).contains(verdict.toString(), "restore it, or remove it");
    try (Stream<Path> left = Files.list(mine)) {
      assertThat(left).as("folders of results").containsExactly(verdict.getParent());
    }
  }

  /** Returns the words in which {@code run} ends, which all three have in common. */
  private static String answer(Path folder, Path... results) throws IOException {
    ResultFolders folders = ResultFolders.here();
    Run run = Results.read(List.of(folder)).runs().get(0);
    Answer answer = folders.answer(run, List.of(results)).orElseThrow();
    String words = answer.store() + ": " + flat(answer.sentence());

    assertThat(
            flat(Table.of(run.envelope(), run.scores(), List.of(answer), Workloads.DEFAULT, false)))
        .contains(words);
    assertThat(flat(recommend(results))).contains(words);
    List<Evidence> evidence = folders.evidence(List.of(results));
    Optional<Ledgers> ledgers = folders.ledgers();
    Report report = Report.of(evidence, ledgers, ResultFolders.advice(evidence, ledgers));
    assertThat(flat(MarkdownReport.of(report)).replace("**", "")).contains(flat(answer.sentence()));
    return words;
  }

  private static String recommend(Path... results) {
    StringWriter out = new StringWriter();
    List<String> line = new ArrayList<>(List.of("recommend"));
    for (Path folder : results) {
      line.addAll(List.of("--results", folder.toString()));
    }
    Slicebench.commandLine(new Terminal(true, 80))
        .setOut(new PrintWriter(out, true))
        .execute(line.toArray(String[]::new));
    return out.toString();
  }

  /** A run of this machine whose times are a multiple of what was measured. */
  private static Path run(Path folder, String name, String day, int times) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Path original = COMMITTED.resolve("20261125T105908Z-postgresql-v2");
    ObjectNode envelope = (ObjectNode) MAPPER.readTree(original.resolve("envelope.json").toFile());
    envelope.put("runId", name).put("startedAt", day + "T10:00:00Z");
    envelope.set("machine", MAPPER.valueToTree(Machine.here()));
    MAPPER.writeValue(run.resolve("envelope.json").toFile(), envelope);
    ArrayNode figures = figures(original.resolve("jmh.json.gz"));
    figures.forEach(
        figure ->
            figure
                .path("primaryMetric")
                .path("rawData")
                .forEach(
                    fork -> {
                      for (int i = 0; i < fork.size(); i++) {
                        ((ArrayNode) fork).set(i, fork.get(i).doubleValue() * times);
                      }
                    }));
    MAPPER.writeValue(run.resolve("jmh.json").toFile(), figures);
    return run;
  }

  private static ArrayNode figures(Path compressed) throws IOException {
    try (InputStream json = new GZIPInputStream(Files.newInputStream(compressed))) {
      return (ArrayNode) MAPPER.readTree(json);
    }
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
