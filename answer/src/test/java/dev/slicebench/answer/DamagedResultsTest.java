package dev.slicebench.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.answer.history.History;
import dev.slicebench.answer.history.HistoryText;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.KnownCosts;
import dev.slicebench.answer.recommend.Workload;
import dev.slicebench.answer.recommend.Workload.StreamLength;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.answer.report.Report;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Scores;
import dev.slicebench.evidence.verification.Verifications;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a result, missing, null or odd: it is named as damaged, or does no harm. */
class DamagedResultsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path RESULTS = Path.of("..", "results");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Of operations that the ledger has, so that none is counted anew. */
  private static final Workload WORKLOAD =
      new Workload(
          "A test.", 10, 10, 1024, List.of(new StreamLength(1_000, 1)), 1, 0, 1, 0.3, 1, null);

  private static final List<JsonNode> ODD =
      List.of(
          MissingNode.getInstance(),
          JSON.nullNode(),
          JSON.textNode(""),
          JSON.textNode("odd"),
          JSON.textNode("NaN"),
          JSON.numberNode(0),
          JSON.numberNode(-1),
          JSON.numberNode(1.5),
          JSON.numberNode(1e308),
          JSON.numberNode(1e-308),
          JSON.booleanNode(true),
          JSON.arrayNode(),
          JSON.objectNode());

  private final Path temp;

  DamagedResultsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void noFieldOfAnEnvelopeEndsInAFaultOfOurOwnOrInNoNumber() throws IOException {
    fuzz("envelope.json", wholeEnvelope(), read("jmh.json"));
  }

  @Test
  void noFieldOfTheFiguresEndsInAFaultOfOurOwnOrInNoNumber() throws IOException {
    ArrayNode figures = JSON.arrayNode();
    read("jmh.json").forEach(figures::add);
    // JMH's account of the fork and its own statistics are never read.
    figures.forEach(
        one ->
            ((ObjectNode) one)
                .retain(
                    List.of(
                        "benchmark",
                        "mode",
                        "threads",
                        "params",
                        "primaryMetric",
                        "secondaryMetrics")));
    figures.forEach(
        one -> ((ObjectNode) one.path("primaryMetric")).retain(List.of("scoreUnit", "rawData")));
    fuzz("jmh.json", figures, wholeEnvelope());
  }

  /** Changes one place after the other, in each way, and asks for every answer. */
  private void fuzz(String name, JsonNode file, JsonNode other) throws IOException {
    Ledger ledger = Ledger.read(RESULTS.resolve(Ledger.FILE));
    int refused = 0;
    int places = 0;
    for (List<Object> place : places(file, file.isArray() ? 3 : Integer.MAX_VALUE)) {
      places++;
      for (JsonNode odd : ODD) {
        JsonNode changed = changed(file, place, odd);
        Files.writeString(temp.resolve(name), MAPPER.writeValueAsString(changed));
        Files.writeString(
            temp.resolve(name.equals("jmh.json") ? "envelope.json" : "jmh.json"),
            MAPPER.writeValueAsString(other));
        try {
          assertThat(answers(ledger))
              .as("%s: %s", place, odd)
              .doesNotContainPattern(odd.isTextual() ? "Infinity" : "NaN|Infinity|∞");
        } catch (ResultsException e) {
          refused++;
          assertThat(e).hasMessageStartingWith(temp.toString());
          assertThat(e.getMessage()).doesNotContain("\n", "Exception", "java.");
        } catch (RuntimeException e) {
          throw new AssertionError(place + ": " + odd, e);
        }
      }
    }
    assertThat(places).isGreaterThan(30);
    assertThat(refused).isGreaterThan(3 * places);
  }

  private String answers(Ledger ledger) throws IOException {
    Results results = Results.read(List.of(temp));
    List<Evidence> evidence =
        results.byMachine(Machine.here()).stream()
            .map(part -> new Evidence("", "", part, List.of()))
            .toList();
    Advice advice = Advice.of(WORKLOAD, evidence, Ledgers.of(ledger), KnownCosts.of(ledger));
    StringBuilder all = new StringBuilder();
    results
        .runs()
        .forEach(
            run ->
                all.append(
                    Table.of(run.envelope(), run.scores(), advice.answers(), "order", true)));
    all.append(HistoryText.of(History.of(results)));
    all.append(
        MarkdownReport.of(
            Report.of(evidence, Optional.of(Ledgers.of(ledger)), Optional.of(advice))));
    try {
      all.append(advice.requireStore().text(true));
    } catch (ResultsException e) {
      // A run that was made one with latency is no start.
      assertThat(e).hasMessageStartingWith("every run has latency");
      throw new ResultsException(temp + e.getMessage());
    }
    return all.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "avgt, us/op, 1000",
    "avgt, ns/op, 1000000",
    "avgt, s/op, 0.001",
    "ss, ms/op, 1",
    "thrpt, ops/ms, -1",
    "thrpt, ops/s, -1000"
  })
  void everyUnitOfTimeIsConverted(String mode, String unit, double factor) throws IOException {
    ObjectNode result = (ObjectNode) read("jmh.json").get(0).deepCopy();
    Score expected = score(result);
    result.put("mode", mode);
    ObjectNode metric = (ObjectNode) result.path("primaryMetric");
    metric.put("scoreUnit", unit);
    ArrayNode fork = JSON.arrayNode();
    for (JsonNode one : metric.path("rawData").path(0)) {
      fork.add(factor > 0 ? one.asDouble() * factor : -factor / one.asDouble());
    }
    metric.putArray("rawData").add(fork);

    assertThat(score(result).perOp())
        .isCloseTo(expected.perOp(), org.assertj.core.data.Offset.offset(1e-9));
    assertThat(score(result).error())
        .isCloseTo(expected.error(), org.assertj.core.data.Offset.offset(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"sample, ms/op", "avgt, B/op", "thrpt, ms/op", "avgt, ops/ms"})
  void whatIsNoTimeOfAnOperationIsNamedAsDamaged(String mode, String unit) throws IOException {
    ObjectNode result = (ObjectNode) read("jmh.json").get(0).deepCopy();
    result.put("mode", mode);
    ((ObjectNode) result.path("primaryMetric")).put("scoreUnit", unit);

    assertThatThrownBy(() -> score(result))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith(temp.resolve("jmh.json") + " is cut short or damaged:")
        .hasMessageContaining("mode '" + mode + "' with scoreUnit '" + unit + "'");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1e300, Double.NaN, Double.POSITIVE_INFINITY})
  void aTimeThatNoOperationTakesIsNamedAsDamaged(double value) throws IOException {
    ObjectNode result = (ObjectNode) read("jmh.json").get(0).deepCopy();
    ArrayNode fork = JSON.arrayNode();
    DoubleStream.of(1, value, 1).forEach(fork::add);
    ((ObjectNode) result.path("primaryMetric")).putArray("rawData").add(fork);

    assertThatThrownBy(() -> score(result))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("rawData has ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "null", "[{}]", "[[]]", "7", "[{\"benchmark\": "})
  void figuresThatAreNoneAreNamedAsDamaged(String file) throws IOException {
    Files.writeString(temp.resolve("envelope.json"), read("envelope.json").toString());
    Files.writeString(temp.resolve("jmh.json"), file);
    ObjectNode envelope = (ObjectNode) read("envelope.json");
    envelope.putArray("broken");
    Files.writeString(temp.resolve("envelope.json"), envelope.toString());

    assertThatThrownBy(() -> Results.read(List.of(temp)))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith(temp.resolve("jmh.json") + " is cut short or damaged:")
        .hasMessageNotContaining("Source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"envelope.json", "jmh.json"})
  void aFileThatIsNoTextIsNamedAsDamaged(String name) throws IOException {
    Files.writeString(temp.resolve("envelope.json"), read("envelope.json").toString());
    Files.writeString(temp.resolve("jmh.json"), read("jmh.json").toString());
    Files.write(temp.resolve(name), new byte[] {0, 0, -1, -2, 7, (byte) 0xc3, 0x28});

    assertThatThrownBy(() -> Results.read(List.of(temp)))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith(temp.resolve(name) + " is cut short or damaged:");
  }

  /** Where every mode loses events, there is nothing to measure. */
  @Test
  void aRunThatMayNotMeasureHasNoFigures() throws IOException {
    ObjectNode envelope = (ObjectNode) read("envelope.json");
    envelope.putArray("broken");
    envelope.path("standings").forEach(one -> ((ObjectNode) one).put("verdict", "UNSAFE"));
    Files.writeString(temp.resolve("envelope.json"), envelope.toString());
    Files.writeString(temp.resolve("jmh.json"), "[]");

    assertThat(Results.read(List.of(temp)).runs()).hasSize(1);
    assertThat(answers(Ledger.read(RESULTS.resolve(Ledger.FILE)))).contains("No answer: ");
  }

  @Test
  void everyCommittedResultIsWhole() throws IOException {
    assertThat(Results.read(List.of(RESULTS)).runs()).isNotEmpty();
    assertThat(Verifications.read(RESULTS)).isNotEmpty();
    assertThat(Verifications.soaks(RESULTS)).isNotEmpty();
  }

  @Test
  void noFieldOfAVerificationEndsInAFaultOfOurOwn() throws IOException {
    JsonNode file =
        MAPPER.readTree(RESULTS.resolve("conformance").resolve("redis-v1.json").toFile());
    ObjectNode small = file.deepCopy();
    small.path("modes").forEach(mode -> shorten((ArrayNode) mode.path("findings")));
    shorten((ArrayNode) small.path("storeProbes"));
    Path folder = Files.createDirectories(temp.resolve(Verifications.FOLDER));
    int refused = 0;
    for (List<Object> place : places(small, Integer.MAX_VALUE)) {
      for (JsonNode odd : ODD) {
        Files.writeString(
            folder.resolve("redis-v1.json"), MAPPER.writeValueAsString(changed(small, place, odd)));
        try {
          MarkdownReport.safety(Verifications.read(temp));
        } catch (ResultsException e) {
          refused++;
          assertThat(e.getMessage()).doesNotContain("\n", "Exception", "java.");
        } catch (RuntimeException e) {
          throw new AssertionError(place + ": " + odd, e);
        }
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void noFieldOfALedgerEndsInAFaultOfOurOwn() throws IOException {
    ObjectNode file = (ObjectNode) MAPPER.readTree(RESULTS.resolve(Ledger.FILE).toFile());
    shorten((ArrayNode) file.path("rows"));
    for (List<Object> place : places(file, Integer.MAX_VALUE)) {
      for (JsonNode odd : ODD) {
        Path ledger = temp.resolve(Ledger.FILE);
        Files.writeString(ledger, MAPPER.writeValueAsString(changed(file, place, odd)));
        try {
          assertThat(Ledger.read(ledger).rows()).isNotNull();
        } catch (IOException e) {
          assertThat(e)
              .hasMessageStartingWith(ledger + " is ")
              .hasMessageMatching("(?s).*(--renew|: take the slicebench that wrote it).*");
        }
      }
    }
  }

  private static void shorten(ArrayNode array) {
    while (array.size() > 2) {
      array.remove(array.size() - 1);
    }
  }

  private Score score(JsonNode result) throws IOException {
    Path file = temp.resolve("jmh.json");
    MAPPER.writeValue(file.toFile(), JSON.arrayNode().add(result));
    Scores scores = Scores.read(file);
    return Objects.requireNonNull(scores.get(scores.cells().iterator().next()));
  }

  /** With everything in it that a run may write. */
  private static JsonNode wholeEnvelope() {
    ObjectNode envelope = (ObjectNode) read("envelope.json");
    JsonNode cell = envelope.path("broken").path(0).path("cell");
    envelope
        .putObject("requestUnits")
        .put("source", "MODELLED")
        .putArray("charges")
        .addObject()
        .put("requestUnits", 3.0)
        .put("requests", 1.0)
        .set("cell", cell.deepCopy());
    envelope.putArray("disturbed").addObject().put("times", 2.0).set("cell", cell.deepCopy());
    return envelope;
  }

  private static JsonNode read(String file) {
    try (InputStream sample = DamagedResultsTest.class.getResourceAsStream("sample/" + file)) {
      return MAPPER.readTree(Objects.requireNonNull(sample));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The path to every value below {@code node}; of the outermost array, of so many elements. */
  private static List<List<Object>> places(JsonNode node, int most) {
    List<List<Object>> places = new ArrayList<>();
    collect(node, new ArrayList<>(), most, places);
    return places;
  }

  private static void collect(
      JsonNode node, List<Object> path, int most, List<List<Object>> places) {
    if (!path.isEmpty()) {
      places.add(List.copyOf(path));
    }
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> step(object.path(name), path, name, places));
    }
    for (int i = 0; node.isArray() && i < Math.min(most, node.size()); i++) {
      step(node.path(i), path, i, places);
    }
  }

  private static void step(
      JsonNode child, List<Object> path, Object step, List<List<Object>> places) {
    List<Object> further = new ArrayList<>(path);
    further.add(step);
    collect(child, further, 2, places);
  }

  private static JsonNode changed(JsonNode file, List<Object> place, JsonNode odd) {
    JsonNode copy = file.deepCopy();
    JsonNode parent = copy;
    for (Object step : place.subList(0, place.size() - 1)) {
      parent = step instanceof Integer i ? parent.path(i) : parent.path((String) step);
    }
    Object last = place.get(place.size() - 1);
    if (parent instanceof ArrayNode array) {
      if (odd.isMissingNode()) {
        array.remove((Integer) last);
      } else {
        array.set((Integer) last, odd);
      }
    } else if (odd.isMissingNode()) {
      ((ObjectNode) parent).remove((String) last);
    } else {
      ((ObjectNode) parent).set((String) last, odd);
    }
    return copy;
  }
}
