package dev.slicebench.answer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.KnownCosts;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.verification.Verifications;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Looks at the report of the committed results as a reader does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserTest {

  private static final int PHONE_PIXELS = 390;
  private static final Path PICTURE = Path.of("..", "docs", "pictures", "append-on-cosmosdb.svg");

  private final Report report = report();
  private Chromium chromium;
  private Path page = Path.of("");

  @BeforeAll
  void open(@TempDir Path temp) throws IOException, InterruptedException {
    Path browser =
        Chromium.find()
            .orElseGet(() -> abort("needs Chromium on the PATH: 'apt-get install chromium'"));
    page = Files.writeString(temp.resolve("report.html"), HtmlReport.of(report));
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
    chromium.runScripts(true);
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
  @CsvSource({"1280, 3000", "390, 5600"})
  void showsAStoreInAFewScreens(int width, int most) throws InterruptedException {
    chromium.resize(width, 900);

    for (int store = 1; store <= report.stores().size(); store++) {
      goTo("store-" + store);
      assertThat(number("document.documentElement.scrollHeight"))
          .as("store %d", store)
          .isLessThan(most);
    }
  }

  @Test
  void answersOnceForEachStore() throws InterruptedException {
    assertThat(chromium.texts(".stores a"))
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .hasSize(report.stores().size());
    assertThat(chromium.texts(".store:not([hidden])")).hasSize(1);
  }

  @Test
  void aStoreThatWasOnlyVerifiedHasTheWordsOfRecommend() throws InterruptedException {
    StoreReport verified =
        report.stores().stream().filter(store -> store.runs().isEmpty()).findFirst().orElseThrow();

    assertThat(chromium.texts(".store:has(.modes):not(:has(.coefficients)) article").toString())
        .contains(report.advice().orElseThrow().verified(verified.sidecar()).orElseThrow())
        .contains("Safe there: ");
  }

  @Test
  void aLinkShowsItsStoreAndOpensWhatItLeadsTo() throws InterruptedException {
    goTo("store-2-time-of-append");

    assertThat(chromium.texts(".store:not([hidden]) > h2"))
        .containsExactly(report.stores().get(1).title());
    assertThat(chromium.texts(".stores a[aria-current] span"))
        .containsExactly(report.stores().get(1).title());
    assertThat(number("document.getElementById('store-2-time-of-append').offsetHeight"))
        .isGreaterThan(100);
  }

  @Test
  void noModeIsRankedThatIsNotSafe() throws InterruptedException {
    JsonNode unsafe =
        chromium.evaluate(
            """
            [...document.querySelectorAll('.coefficients')].flatMap(one => {
              const safe = [...one.closest('.store').querySelectorAll('.modes tr')]
                  .filter(row => row.querySelector('.safe')).map(row => row.querySelector('.mode').textContent);
              return JSON.parse(one.textContent).settings.flatMap(setting => Object.keys(setting.modes))
                  .filter(mode => !safe.includes(mode));
            })""");

    assertThat(number("document.querySelectorAll('.coefficients').length")).isGreaterThan(2);
    assertThat(unsafe).isEmpty();
  }

  @Test
  void withoutScriptsEveryStoreIsThereWithItsTables() throws InterruptedException {
    chromium.runScripts(false);
    chromium.open(page.toUri());

    assertThat(
            number(
                "[...document.querySelectorAll('.store')].filter(one => one.offsetHeight > 200).length"))
        .isEqualTo(report.stores().size());
    assertThat(number("document.getElementById('workload').offsetHeight")).isZero();
    assertThat(number("document.querySelector('.drawings').offsetHeight")).isZero();
    unfold();
    assertThat(
            number(
                "[...document.querySelectorAll('figure table')].filter(one => one.offsetHeight > 0).length"))
        .isEqualTo(HtmlReport.figures(report).size());
  }

  @Test
  void aChartTellsItsValuesToThePointer() throws InterruptedException {
    JsonNode place =
        chromium.evaluate(
            """
            (() => {
              drawFigure(document.querySelector('figure'));
              document.querySelector('.drawing').scrollIntoView({block: 'center'});
              const {x, y, width, height} = document.querySelector('.drawing path[stroke-width="1.4"]').getBoundingClientRect();
              return {x: x + width / 2, y: y + height / 2};
            })()""");
    chromium.point(place.path("x").asDouble(), place.path("y").asDouble());

    assertThat(chromium.texts(".drawing > div:last-child span").toString())
        .containsPattern("[A-Z_]+.*: [0-9.]+ ±[0-9.]+ ms");
  }

  @Test
  void aChartTellsItsValuesToTheKeyboard() throws InterruptedException {
    chromium.evaluate("drawFigure(document.querySelector('figure'))");
    chromium.evaluate("document.querySelector('.drawing').focus()");
    chromium.press("ArrowRight");
    String first = chromium.texts("#spoken").get(0);
    chromium.press("ArrowRight");

    assertThat(first).containsPattern("[A-Z_]+.*: [0-9.]+ ±[0-9.]+ ms");
    assertThat(chromium.texts("#spoken").get(0)).isNotEqualTo(first);
    assertThat(chromium.texts(".drawing > div:last-child span"))
        .containsExactly(chromium.texts("#spoken").get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE_PIXELS, 768, 1280})
  void noWordIsCutOffInTheTablesOfEvidenceAndOfRuns(int width) throws InterruptedException {
    chromium.resize(width, 900);
    unfold();

    JsonNode cut =
        chromium.evaluate(
            """
            [...document.querySelectorAll('.stack td, .stack th, summary, figcaption, article, label, .stores a, .ranking td')]
                .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
                    || one.getBoundingClientRect().right > document.body.getBoundingClientRect().right)
                .map(one => one.textContent)""");
    assertThat(cut).isEmpty();
  }

  @Test
  void everyChartIsThereAndSaysWhatItShows() throws InterruptedException {
    unfold();
    JsonNode charts =
        chromium.evaluate(
            """
            [...document.querySelectorAll('.drawing')].map(one => ({
              label: one.getAttribute('aria-label'), role: one.getAttribute('role'),
              width: one.getBoundingClientRect().width, texts: one.querySelectorAll('text').length,
              marks: one.querySelectorAll('path').length}))""");

    assertThat(charts)
        .isNotEmpty()
        .hasSize(
            HtmlReport.figures(report).stream().map(Figure::charts).mapToInt(List::size).sum());
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
    unfold();
    JsonNode figures =
        chromium.evaluate(
            """
            [...document.querySelectorAll('figure')].map(figure => ({
              rows: figure.querySelectorAll('tbody tr').length,
              charts: figure.querySelectorAll('svg').length,
              data: (link => {
                link.addEventListener('click', event => event.preventDefault());
                link.click();
                return JSON.parse(decodeURIComponent(link.href.split(',')[1])).length;
              })(figure.querySelector('a[download]'))}))""");

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

  /** With {@code -Dslicebench.renew=true} it draws the picture anew instead. */
  @Test
  void thePictureInTheReadmeIsOfTheseResults() throws Exception {
    String picture =
        chromium
            .evaluate(
                """
                (figure => {
                  drawFigure(figure);
                  const [width, gap] = [360, 24];
                  const panels = [...figure.querySelectorAll('.drawing')].map((one, number) => {
                    const chart = echarts.getInstanceByDom(one);
                    chart.resize({width});
                    return chart.renderToSVGString().replace(/<rect [^>]*><\\/rect>/, '')
                        .replace('<svg ', `<svg x="${gap + number * (width + gap)}" y="${gap}" `);
                  });
                  const [all, height] = [gap + panels.length * (width + gap), parseInt(figure.querySelector('.drawing').style.height) + 2 * gap];
                  const palette = document.querySelector('style').textContent.split('* {')[0].trim();
                  return `<svg xmlns="http://www.w3.org/2000/svg" width="${all}" height="${height}" viewBox="0 0 ${all} ${height}">
                <style>${palette}</style>
                <rect width="100%" height="100%" fill="var(--paper)"/>
                ${panels.join('\\n')}
                </svg>
                `;
                })([...document.querySelectorAll('.store')].find(one => one.textContent.includes('state.azure.cosmosdb'))
                    .querySelector('figure[id$="-time-of-append"]'))""")
            .asText();
    if (Boolean.getBoolean("slicebench.renew")) {
      Files.writeString(PICTURE, picture);
    }

    assertThat(labels(Files.readString(PICTURE))).hasSizeGreaterThan(30).isEqualTo(labels(picture));
  }

  /** What an SVG document says, which no font changes. */
  private static List<String> labels(String svg) throws Exception {
    NodeList texts =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
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

  /** Shows all stores, opens all that is folded, and draws all figures. */
  private void unfold() throws InterruptedException {
    chromium.evaluate(
        """
        document.querySelectorAll('.store').forEach(one => { one.hidden = false; });
        document.querySelectorAll('details').forEach(one => { one.open = true; });
        if (typeof drawFigure === 'function') {
          document.querySelectorAll('figure').forEach(drawFigure);
        }""");
  }

  private void goTo(String id) throws InterruptedException {
    chromium.evaluate(
        "new Promise(done => { addEventListener('hashchange', () => setTimeout(done)); location.hash = '#%s'; })"
            .formatted(id));
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
      Ledgers ledgers = Ledgers.read(results);
      Ledger ledger = ledgers.today();
      return Report.of(
          evidence,
          Optional.of(ledgers),
          Optional.of(
              Advice.of(
                  Workloads.read(Workloads.DEFAULT), evidence, ledgers, KnownCosts.of(ledger))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
