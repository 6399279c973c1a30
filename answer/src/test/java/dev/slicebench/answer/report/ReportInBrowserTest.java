package dev.slicebench.answer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.chart.Canvas;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.KnownCosts;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.verification.Verifications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at the report of the committed results as a reader does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserTest {

  private static final int PHONE_PIXELS = 390;

  private final Report report = report();
  private Chromium chromium;
  private Path page = Path.of("");

  @BeforeAll
  void open(@TempDir Path temp) throws IOException, InterruptedException {
    Path browser =
        Chromium.find()
            .orElseGet(() -> abort("needs Chromium on the PATH: 'apt-get install chromium'"));
    page = Files.writeString(temp.resolve("report.html"), HtmlReport.of(report, new Canvas()));
    chromium = Chromium.start(browser, Files.createDirectory(temp.resolve("profile")));
  }

  @AfterAll
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void load() throws InterruptedException {
    chromium.resize(1200, 900);
    chromium.prefer("light");
    chromium.open(page.toUri());
  }

  @Test
  void nothingIsComplainedOfAndNothingFetched() {
    assertThat(chromium.complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {320, PHONE_PIXELS, 768, 1200, 1920})
  void nothingSticksOutOfTheWindow(int width) throws InterruptedException {
    chromium.resize(width, 800);

    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
  }

  @Test
  void norDoItsTablesWhenOpened() throws InterruptedException {
    chromium.resize(PHONE_PIXELS, 800);
    unfold();

    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(PHONE_PIXELS);
  }

  @ParameterizedTest
  @CsvSource({"1280, 4000", "390, 8000"})
  void opensOnAPageThatIsReadInAFewScreens(int width, int most) throws InterruptedException {
    chromium.resize(width, 900);

    assertThat(number("document.documentElement.scrollHeight")).isLessThan(most);
  }

  @Test
  void answersOnceForEachStore() throws InterruptedException {
    JsonNode stores =
        chromium.evaluate(
            "[...document.querySelectorAll('#answer > .answers h3')].map(one => one.textContent)");

    assertThat(stores).isNotEmpty().doesNotHaveDuplicates().hasSize(report.answers().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE_PIXELS, 768, 1280})
  void noWordIsCutOffInTheTablesOfEvidenceAndOfRuns(int width) throws InterruptedException {
    chromium.resize(width, 900);
    unfold();

    JsonNode cut =
        chromium.evaluate(
            """
            [...document.querySelectorAll('.stack td, .stack th, summary, figcaption, article')]
                .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
                    || one.getBoundingClientRect().right > document.body.getBoundingClientRect().right)
                .map(one => one.textContent)""");
    assertThat(cut).isEmpty();
  }

  @Test
  void aLinkOpensWhatItLeadsTo() throws InterruptedException {
    chromium.evaluate("document.querySelector('nav a[href=\"#cost\"]').click()");

    assertThat(
            chromium
                .evaluate(
                    "new Promise(done => setTimeout(() => done("
                        + "document.getElementById('cost').closest('details').open), 200))")
                .asBoolean())
        .isTrue();
  }

  @Test
  void everyChartIsThereAndSaysWhatItShows() throws InterruptedException {
    unfold();
    JsonNode charts =
        chromium.evaluate(
            """
            [...document.querySelectorAll('svg')].map(svg => ({
              label: svg.getAttribute('aria-label'), role: svg.getAttribute('role'),
              width: svg.getBoundingClientRect().width, texts: svg.querySelectorAll('text').length,
              marks: svg.querySelectorAll('path').length}))""");

    assertThat(charts)
        .isNotEmpty()
        .hasSize(report.figures().stream().mapToInt(figure -> figure.charts().size()).sum());
    assertThat(charts)
        .allSatisfy(
            chart -> {
              assertThat(chart.path("role").asText()).isEqualTo("img");
              assertThat(chart.path("label").asText()).isNotBlank();
              assertThat(chart.path("width").asDouble()).isGreaterThan(250);
              assertThat(chart.path("texts").asInt()).isGreaterThan(4);
              assertThat(chart.path("marks").asInt()).isGreaterThan(4);
            });
  }

  @Test
  void everyFigureHasItsTableAndItsData() throws InterruptedException {
    JsonNode figures =
        chromium.evaluate(
            """
            [...document.querySelectorAll('figure')].map(figure => ({
              rows: figure.querySelectorAll('tbody tr').length,
              charts: figure.querySelectorAll('svg').length,
              data: JSON.parse(new TextDecoder().decode(Uint8Array.from(
                  atob(figure.querySelector('a[download]').href.split(',')[1]),
                  letter => letter.charCodeAt(0)))).length}))""");

    assertThat(figures)
        .isNotEmpty()
        .allSatisfy(
            figure -> {
              assertThat(figure.path("rows").asInt()).isPositive();
              assertThat(figure.path("data").asInt()).isEqualTo(figure.path("charts").asInt());
            });
  }

  @Test
  void lettersCanBeReadOnAPhone() throws InterruptedException {
    chromium.resize(PHONE_PIXELS, 800);
    unfold();

    assertThat(
            number(
                """
                Math.min(...[...document.querySelectorAll('svg text')].map(text =>
                    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""))
        .isGreaterThan(9.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void lettersStandOutFromThePaper(String scheme) throws InterruptedException {
    chromium.prefer(scheme);

    unfold();
    assertThat(contrast("document.body", "color")).isGreaterThan(7);
    assertThat(contrast("document.querySelector('figcaption p')", "color")).isGreaterThan(4.5);
    assertThat(contrast("document.querySelector('svg text')", "fill")).isGreaterThan(4.5);
    for (String color : List.of("off", "transactional", "two-phased", "create-only")) {
      assertThat(
              contrast("document.querySelector('svg [stroke=\"var(--" + color + ")\"]')", "stroke"))
          .as(color)
          .isGreaterThan(3);
    }
  }

  @Test
  void darkIsDark() throws InterruptedException {
    String paper = "getComputedStyle(document.documentElement).backgroundColor";
    JsonNode light = chromium.evaluate(paper);
    chromium.prefer("dark");

    assertThat(light.asText()).isEqualTo("rgb(255, 255, 255)");
    assertThat(chromium.evaluate(paper)).isNotEqualTo(light);
  }

  private void unfold() throws InterruptedException {
    chromium.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
  }

  private double number(String expression) throws InterruptedException {
    return chromium.evaluate(expression).asDouble();
  }

  /** The contrast ratio of WCAG 2, of an element's colour to the page's. */
  private double contrast(String element, String property) throws InterruptedException {
    return number(
        """
        (() => {
          const luminance = color => {
            const [r, g, b] = color.match(/[0-9.]+/g).map(one => one / 255)
                .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const all = [getComputedStyle(%s).%s, getComputedStyle(document.documentElement).backgroundColor]
              .map(luminance).sort((a, b) => b - a);
          return (all[0] + 0.05) / (all[1] + 0.05);
        })()"""
            .formatted(element, property));
  }

  private static Report report() {
    try {
      Path results = Path.of("..", "results");
      List<Evidence> evidence =
          List.of(
              new Evidence("", "", Results.read(List.of(results)), Verifications.read(results)));
      Ledger ledger = Ledger.read(results.resolve(Ledger.FILE));
      return Report.of(
          evidence,
          Optional.of(ledger),
          Advice.of(Workloads.read(Workloads.DEFAULT), evidence, ledger, KnownCosts.of(ledger))
              .answers());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
