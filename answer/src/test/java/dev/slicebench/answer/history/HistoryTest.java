package dev.slicebench.answer.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.answer.figure.Chart.Lines;
import dev.slicebench.answer.figure.Chart.Point;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.evidence.run.Results;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On runs made up from a template: an append in one mode, and nothing else. */
class HistoryTest {

  private static final long SEED = 20261125;

  @TempDir private Path results = Path.of("");
  private final Random random = new Random(SEED);
  private int runs;

  @Test
  void namesTheCommitsOfAStep() throws IOException {
    runs(8, 2.0, "17.0.1");
    runs(8, 3.0, "17.0.1");

    History history = history();

    assertThat(history.isSlower()).isTrue();
    assertThat(HistoryText.of(history))
        .containsPattern(
            "\\* append OFF, .*: slower, 1\\.[45]\\d times as long, in c000000007\\.\\.c000000008"
                + " \\(between the runs run-07 and run-08\\)");
  }

  @Test
  void aStepBackIsNoFindingButTold() throws IOException {
    runs(8, 3.0, "17.0.1");
    runs(8, 2.0, "17.0.1");

    assertThat(history().isSlower()).isFalse();
    assertThat(HistoryText.of(history())).contains(": faster, 0.6");
  }

  @Test
  void anotherEnvironmentIsAnotherSeriesAndNoChange() throws IOException {
    runs(8, 2.0, "17.0.1");
    runs(8, 3.0, "21.0.1");

    History history = history();

    assertThat(history.series()).hasSize(2);
    assertThat(history.isSlower()).isFalse();
    assertThat(HistoryText.of(history)).doesNotContain("slower").contains("* no change in 8 runs");
  }

  /** The template is from before the protocols were renamed. */
  @Test
  void runsFromBeforeTheRenamingOfTheProtocolsAreOfTheSameSeries() throws IOException {
    runs(8, 2.0, "17.0.1");
    runs(8, 3.0, "17.0.1");
    for (int run = 8; run < 16; run++) {
      Path figures = results.resolve(String.format(Locale.ROOT, "run-%02d/jmh.json", run));
      Files.writeString(figures, Files.readString(figures).replace("OURS", "SLICEBENCH"));
    }

    assertThat(history().series()).hasSize(1);
    assertThat(history().isSlower()).isTrue();
  }

  @Test
  void saysHowManyRunsItTakes() throws IOException {
    runs(4, 2.0, "17.0.1");

    assertThat(HistoryText.of(history()))
        .contains("Too few runs to tell, of the 6 that it takes at least")
        .contains("* Made-up store 1, state.synthetic v1: 4 runs");
  }

  @Test
  void saysOnceThatManyEnvironmentsHaveTooFewRuns() throws IOException {
    runs(1, 2.0, "17.0.1");
    runs(1, 2.0, "21.0.1");
    runs(1, 2.0, "25.0.1");

    assertThat(HistoryText.of(history()))
        .containsOnlyOnce("Too few runs")
        .containsOnlyOnce("Made-up store 1")
        .contains("* Made-up store 1, state.synthetic v1: 3 environments of 1 run each");
  }

  @Test
  void anOutlierBeforeAStepDoesNotHideIt() throws IOException {
    runs(6, 2.0, "17.0.1");
    runs(1, 4.0, "17.0.1");
    runs(7, 2.6, "17.0.1");

    History history = history();

    assertThat(history.isSlower()).isTrue();
    assertThat(HistoryText.of(history))
        .containsPattern(
            "slower, 1\\.[23]\\d times as long, in c000000005\\.\\.c000000007 \\(between the runs"
                + " run-05 and run-07\\)")
        .contains(
            "* run run-06 is left out in 1 of 1 figures: it stands alone, and may be the first");
  }

  @Test
  void anOutlierAfterAStepDoesNotHideIt() throws IOException {
    runs(7, 2.0, "17.0.1");
    runs(6, 2.6, "17.0.1");
    runs(1, 5.2, "17.0.1");

    History history = history();

    assertThat(history.isSlower()).isTrue();
    assertThat(HistoryText.of(history)).contains("between the runs run-06 and run-07");
  }

  @Test
  void drawsTheStep() throws IOException {
    runs(6, 2.0, "17.0.1");
    runs(6, 3.0, "17.0.1");

    String page = HistoryPage.of(history());

    assertThat(page).contains("\"label\":\"c000000005..c000000006\"", "1.5", "download=");
  }

  @Test
  void drawsAnOutlierHollow() throws IOException {
    runs(6, 2.0, "17.0.1");
    runs(1, 4.0, "17.0.1");
    runs(7, 2.6, "17.0.1");

    Figure figure = HistoryPage.sections(history()).get(0).figures().get(0);

    assertThat(((Lines) figure.charts().get(0)).series().get(0).points())
        .filteredOn(point -> point.mark().hollow())
        .extracting(Point::x)
        .containsExactly(7.0);
    assertThat(figure.table().rows().get(6)).endsWith("stands alone");
  }

  /** The machine was slow, not what ran on it; three such runs would be a level. */
  @Test
  void disturbedFiguresAreNoLevelOfTheirOwn() throws IOException {
    runs(8, 2.0, "17.0.1");
    runs(4, 3.0, "17.0.1");
    assertThat(history().isSlower()).isTrue();

    ObjectMapper mapper = new ObjectMapper();
    JsonNode cell = mapper.valueToTree(history().series().get(0).cell());
    for (int run = 8; run < 12; run++) {
      Path file = results.resolve(String.format(Locale.ROOT, "run-%02d/envelope.json", run));
      ObjectNode envelope = (ObjectNode) mapper.readTree(file.toFile());
      envelope.putArray("disturbed").addObject().put("times", 3.0).set("cell", cell);
      mapper.writeValue(file.toFile(), envelope);
    }

    assertThat(history().isSlower()).isFalse();
    assertThat(HistoryText.of(history()))
        .contains(
            "* no change in 8 runs",
            "* run run-08 is left out in 1 of 1 figures: the machine was busy with something else");
    Figure figure = HistoryPage.sections(history()).get(0).figures().get(0);
    assertThat(figure.table().rows().get(8)).endsWith("disturbed");
  }

  @Test
  void doesNotCallItNoChangeWhereOutliersLeaveTooFewRuns() throws IOException {
    runs(5, 2.0, "17.0.1");
    runs(1, 4.0, "17.0.1");

    assertThat(HistoryText.of(history()))
        .contains("* too few runs to tell: 5 that are not left out, of the 6")
        .doesNotContain("no change");
  }

  private History history() throws IOException {
    return History.of(Results.read(List.of(results)));
  }

  /** Runs about {@code ms}, one day and one commit each. */
  private void runs(int number, double ms, String jvm) throws IOException {
    for (int i = 0; i < number; i++, runs++) {
      Path folder =
          Files.createDirectory(results.resolve(String.format(Locale.ROOT, "run-%02d", runs)));
      write(folder, "envelope.json", ms, jvm);
      write(folder, "jmh.json", ms, jvm);
    }
  }

  private void write(Path folder, String name, double ms, String jvm) throws IOException {
    String text = Files.readString(template().resolve(name));
    text =
        text.replace("{day}", String.format(Locale.ROOT, "%02d", runs + 1))
            .replace("{commit}", String.format(Locale.ROOT, "c%09d0000", runs))
            .replace("{jvm}", jvm);
    while (text.contains("{ms}")) {
      double noisy = ms * Math.exp(0.03 * random.nextGaussian());
      text = text.replaceFirst("\\{ms}", String.format(Locale.ROOT, "%.6f", noisy));
    }
    Files.writeString(folder.resolve(name), text);
  }

  private static Path template() {
    URL resource = Objects.requireNonNull(HistoryTest.class.getResource("template"));
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
