package dev.slicebench.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  @TempDir private Path results = Path.of("");

  @Test
  void readsTheRunsOfAFolderOldestFirst() throws IOException {
    run("a", text -> text.replace("\"startedAt\": \"2026-", "\"startedAt\": \"2027-"));
    run("b", UnaryOperator.identity());
    Files.createDirectory(results.resolve("experiments"));
    Files.writeString(results.resolve("ledger.json"), "{}");

    assertThat(Results.read(List.of(results)).runs())
        .extracting(run -> String.valueOf(run.folder().getFileName()))
        .containsExactly("b", "a");
  }

  @Test
  void readsOneRun() throws IOException {
    Path folder = run("a", UnaryOperator.identity());

    Run run = Results.read(List.of(folder)).runs().get(0);

    assertThat(run.scores().cells()).isNotEmpty();
    assertThat(run.envelope().runId()).isNotEmpty();
  }

  /** The sample is from before the protocols were renamed. */
  @Test
  void readsTheFormerNamesOfTheProtocolsAsTheirPresentOnes() throws IOException {
    Path former = run("a", UnaryOperator.identity());
    Path present = run("b", ResultsTest::renamed);
    Path figures = present.resolve("jmh.json");
    Files.writeString(figures, renamed(Files.readString(figures)));

    Run before = Results.read(List.of(former)).runs().get(0);
    Run after = Results.read(List.of(present)).runs().get(0);

    assertThat(after.scores().cells()).isEqualTo(before.scores().cells());
    assertThat(after.envelope().broken()).isEqualTo(before.envelope().broken());
  }

  @Test
  void saysThatAPathIsNotThere() {
    Path path = results.resolve("none");

    assertThat(refusal(path))
        .isEqualTo("no such folder: " + path + ": './slicebench run' makes results");
  }

  @Test
  void saysThatAFolderIsEmpty() {
    assertThat(refusal(results)).isEqualTo(results + " is empty: './slicebench run' makes results");
  }

  @Test
  void saysThatAFolderHoldsNoRun() throws IOException {
    Files.writeString(results.resolve("ledger.json"), "{}");

    assertThat(refusal(results))
        .startsWith("no run in " + results)
        .contains("envelope.json and jmh.json");
  }

  @Test
  void saysThatAPathIsAFile() throws IOException {
    Path file = Files.writeString(results.resolve("ledger.json"), "{}");

    assertThat(refusal(file))
        .isEqualTo(file + " is a file: name the folder of a run, or one of runs");
  }

  @Test
  void readsCompressedFiguresAndSaysThatTheyAreCutShort() throws IOException {
    Path folder = run("a", UnaryOperator.identity());
    Set<BenchmarkCase> cells = Results.read(List.of(folder)).runs().get(0).scores().cells();
    Path plain = folder.resolve("jmh.json");
    Path compressed = folder.resolve("jmh.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      Files.copy(plain, out);
    }
    Files.delete(plain);

    assertThat(Results.read(List.of(folder)).runs().get(0).scores().cells()).isEqualTo(cells);

    byte[] whole = Files.readAllBytes(compressed);
    Files.write(compressed, Arrays.copyOf(whole, whole.length / 2));
    assertThat(refusal(results)).startsWith(compressed + " is cut short or damaged:");
    Files.writeString(compressed, "[]");
    assertThat(refusal(results)).startsWith(compressed + " is cut short or damaged:");
  }

  @Test
  void saysThatFiguresAreMissing() throws IOException {
    Path folder = run("a", UnaryOperator.identity());
    Files.delete(folder.resolve("jmh.json"));

    assertThat(refusal(results)).startsWith(folder + " has no jmh.json");
  }

  @Test
  void saysThatAnEnvelopeIsCutShort() throws IOException {
    Path folder = run("a", text -> text.substring(0, text.length() / 2));

    assertThat(refusal(results))
        .startsWith(folder.resolve("envelope.json") + " is cut short or damaged:");
  }

  @Test
  void saysThatFiguresAreCutShort() throws IOException {
    Path figures = run("a", UnaryOperator.identity()).resolve("jmh.json");
    byte[] whole = Files.readAllBytes(figures);
    Files.writeString(figures, new String(whole, 0, whole.length / 2, StandardCharsets.UTF_8));

    assertThat(refusal(results)).startsWith(figures + " is cut short or damaged:");
  }

  @Test
  void whatIsNoObjectIsDamagedAndNotOlder() throws IOException {
    Path envelope = run("a", UnaryOperator.identity()).resolve("envelope.json");
    for (String text : List.of("", "[]", "1")) {
      Files.writeString(envelope, text);

      assertThat(refusal(results))
          .as("'%s'", text)
          .startsWith(envelope + " is cut short or damaged:")
          .contains("no JSON object");
    }
  }

  @Test
  void aFolderInPlaceOfTheFiguresIsNamed() throws IOException {
    Path folder = run("a", UnaryOperator.identity());
    Files.delete(folder.resolve("jmh.json"));
    Files.createDirectory(folder.resolve("jmh.json"));

    assertThat(refusal(results)).startsWith(folder + " has no jmh.json: restore it");
  }

  @Test
  void saysThatAFormatIsOlderOrNewer() throws IOException {
    Path older = run("older", schema("0"));
    Path newer = run("newer", schema("99"));

    assertThat(refusal(older))
        .startsWith(older + " is of an older format (0;")
        .endsWith("'./slicebench run'");
    assertThat(refusal(newer))
        .startsWith(newer + " is of a newer format (99;")
        .endsWith("update slicebench");
  }

  @Test
  void partsTheRunsOfTwoMachinesThisOneFirst() throws IOException {
    Path one = run("one", UnaryOperator.identity());
    Path other =
        run(
            "other",
            text ->
                text.replaceFirst("\"cpus\": \\d+", "\"cpus\": 64")
                    .replace("\"startedAt\": \"2026-", "\"startedAt\": \"2027-"));
    Results both = Results.read(List.of(one, other));
    Machine here = both.runs().get(1).envelope().machine();

    assertThat(both.byMachine(here))
        .extracting(part -> part.runs().get(0).folder())
        .containsExactly(other, one);
  }

  @Test
  void anotherBuildOfTheKernelIsTheSameMachine() throws IOException {
    Path one = run("one", UnaryOperator.identity());
    Path other =
        run("other", text -> text.replaceFirst("\"os\": \"Linux \\S+", "\"os\": \"Linux 0.1"));

    Results both = Results.read(List.of(one, other));

    assertThat(both.byMachine(both.machine())).containsExactly(both);
    assertThat(both.runs().get(0).envelope().machine().os())
        .isNotEqualTo(both.runs().get(1).envelope().machine().os());
  }

  private static String renamed(String json) {
    return json.replace("\"OURS\"", "\"SLICEBENCH\"").replace("\"REFERENCE\"", "\"ORIGINAL\"");
  }

  private static UnaryOperator<String> schema(String schema) {
    return text -> text.replaceFirst("\"schema\": \\d+", "\"schema\": " + schema);
  }

  private static String refusal(Path path) {
    try {
      Results.read(List.of(path));
      return "nothing was wrong with " + path;
    } catch (ResultsException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A run like the sample, with another envelope. */
  private Path run(String name, UnaryOperator<String> envelope) throws IOException {
    Path folder = Files.createDirectory(results.resolve(name));
    Files.copy(sample().resolve("jmh.json"), folder.resolve("jmh.json"));
    String text = Files.readString(sample().resolve("envelope.json"));
    Files.writeString(folder.resolve("envelope.json"), envelope.apply(text));
    return folder;
  }

  private static Path sample() {
    URL resource = Objects.requireNonNull(ResultsTest.class.getResource("sample"));
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
