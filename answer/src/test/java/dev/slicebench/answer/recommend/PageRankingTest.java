package dev.slicebench.answer.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.figure.FigurePage;
import dev.slicebench.answer.report.Chromium;
import dev.slicebench.answer.report.HtmlReport;
import dev.slicebench.answer.report.Report;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.ledger.CostCounter;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The report's page ranks as the engine does, on committed runs and on one inside the sidecar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageRankingTest {

  private static final Path RESULTS = Path.of("..", "results");
  private static final long SEED = 20261126;
  private static final int WORKLOADS = 80;
  private static final Percentage CLOSE = Percentage.withPercentage(1e-5);

  private final Random random = new Random(SEED);
  private Results results = new Results(List.of());
  private final Ledger ledger;
  private final CostCounter counter;
  private final Workload like;
  private Chromium chromium;

  PageRankingTest() throws IOException {
    ledger = Ledger.read(RESULTS.resolve(Ledger.FILE));
    counter = KnownCosts.of(ledger);
    like = Workloads.read(Workloads.DEFAULT);
  }

  @BeforeAll
  void open(@TempDir Path temp) throws IOException, InterruptedException {
    Path browser =
        Chromium.find()
            .orElseGet(() -> abort("needs Chromium on the PATH: 'apt-get install chromium'"));
    Path inside = new SampleRun().component("state.in-memory", "v1").writeTo(temp.resolve("run"));
    results = Results.read(List.of(RESULTS, RESULTS.resolve("experiments/latency"), inside));
    List<Evidence> evidence = List.of(new Evidence("", "", results, List.of()));
    Report report =
        Report.of(
            evidence,
            Optional.of(Ledgers.of(ledger)),
            Optional.of(Advice.of(like, evidence, Ledgers.of(ledger), counter)));
    Path page = Files.writeString(temp.resolve("report.html"), HtmlReport.of(report));
    chromium = Chromium.start(browser, Files.createDirectory(temp.resolve("profile")));
    chromium.open(page.toUri());
  }

  @AfterAll
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void ranksAsTheEngineDoes() throws InterruptedException {
    List<Workload> workloads = Stream.generate(this::workload).limit(WORKLOADS).toList();

    JsonNode page =
        chromium.evaluate(
            """
            %s.map(workload => [...document.querySelectorAll('.coefficients')]
                .map(one => rank(JSON.parse(one.textContent), workload))
                .map(({ranked, best, recommended, because}) => ({
                  ranked, because, best: best.map(one => one.mode), recommended: recommended.map(one => one.mode)})))"""
                .formatted(
                    FigurePage.json(workloads.stream().map(PageRankingTest::onPage).toList())));

    for (int i = 0; i < WORKLOADS; i++) {
      List<Recommendation> stores = engine(workloads.get(i));
      assertThat(page.get(i)).hasSameSizeAs(stores);
      for (int store = 0; store < stores.size(); store++) {
        assertSame(page.get(i).get(store), stores.get(store));
      }
    }
  }

  @Test
  void aSliderChangesTheRankingAsTheEngineSays() throws InterruptedException {
    chromium.evaluate(
        """
        new Promise(done => {
          document.addEventListener('store', () => setTimeout(done));
          location.hash = [...document.querySelectorAll('.stores a')]
              .find(one => one.textContent.includes('state.postgresql v2')).hash;
        })""");
    List<String> before = shown();
    chromium.evaluate(
        """
        (slider => {
          slider.value = 0;
          slider.dispatchEvent(new Event('input', {bubbles: true}));
        })(document.querySelector('#workload [name=store]'))""");

    Recommendation near = postgresql(workload(like.eventsPerAppend(), 1, 0, 0.3, 0, null));
    assertThat(before).isEqualTo(modes(postgresql(like).ranked()));
    assertThat(shown()).isEqualTo(modes(near.ranked())).isNotEqualTo(before);
    assertThat(chromium.texts("#workload .leads .mode")).isEqualTo(modes(near.recommended()));
    assertThat(chromium.texts(".leader").get(0)).contains(modes(near.recommended()));
  }

  private Recommendation postgresql(Workload workload) {
    return engine(workload).stream()
        .filter(one -> one.store().title().startsWith("PostgreSQL"))
        .findFirst()
        .orElseThrow();
  }

  private List<String> shown() throws InterruptedException {
    return chromium.texts("#workload tbody .mode");
  }

  /** The engine's answers for the stores whose modes the page can rank. */
  private List<Recommendation> engine(Workload workload) {
    return Recommender.of(
            workload, results, List.of(), Ledgers.of(ledger), new Costs(ledger, counter, workload))
        .stream()
        .filter(one -> one.store().safety().stream().anyMatch(mode -> mode.verdict().isUsable()))
        .toList();
  }

  private static void assertSame(JsonNode page, Recommendation engine) {
    String what = engine.store().title() + ", " + engine.workload();
    assertThat(page.path("ranked").findValuesAsText("mode"))
        .as(what)
        .isEqualTo(modes(engine.ranked()));
    for (int i = 0; i < engine.ranked().size(); i++) {
      Candidate expected = engine.ranked().get(i);
      JsonNode shown = page.path("ranked").get(i);
      assertClose(shown.path("ms"), expected.ms(engine.network()), what);
      assertThat(shown.path("requestUnits").isNull())
          .as(what)
          .isEqualTo(expected.requestUnits().isEmpty());
      expected
          .requestUnits()
          .ifPresent(score -> assertClose(shown.path("requestUnits"), score, what));
      assertThat(shown.path("calls").asDouble()).as(what).isCloseTo(expected.calls(), CLOSE);
    }
    List<Candidate> best = engine.best();
    assertThat(page.path("best").toString()).as(what).isEqualTo(FigurePage.json(modes(best)));
    assertThat(page.path("recommended").toString())
        .as(what)
        .isEqualTo(FigurePage.json(modes(engine.recommended())));
    String because = best.isEmpty() ? "" : Tie.of(best).because();
    assertThat(because).as(what).contains(page.path("because").asText());
    assertThat(page.path("because").asText().isEmpty()).as(what).isEqualTo(because.isEmpty());
  }

  private static void assertClose(JsonNode shown, Score expected, String what) {
    assertThat(shown.path("perOp").asDouble()).as(what).isCloseTo(expected.perOp(), CLOSE);
    // Infinity is no JSON: the browser hands it over as nothing.
    if (Double.isFinite(expected.error())) {
      assertThat(shown.path("error").asDouble()).as(what).isCloseTo(expected.error(), CLOSE);
    } else {
      assertThat(shown.path("error").isNumber()).as(what).isFalse();
    }
  }

  private static List<String> modes(List<Candidate> candidates) {
    return candidates.stream().map(one -> one.mode().name()).toList();
  }

  private Workload workload() {
    return workload(
        Coefficients.EVENTS_PER_APPEND.get(random.nextInt(Coefficients.EVENTS_PER_APPEND.size())),
        random.nextInt(3) == 0 ? 0 : random.nextInt(40) / 4.0,
        random.nextInt(3) == 0 ? 0 : random.nextInt(40) / 4.0,
        random.nextInt(100) / 10.0,
        random.nextInt(200) / 10.0,
        random.nextBoolean() ? 0.25 : null);
  }

  private Workload workload(
      int events,
      double whole,
      double tail,
      double clientMs,
      double storeMs,
      @Nullable Double price) {
    return new Workload(
        like.description(),
        like.appendsPerSecond(),
        events,
        like.payloadBytes(),
        like.streamLengths(),
        whole,
        tail,
        like.writersPerStream(),
        clientMs,
        storeMs,
        price);
  }

  private static Map<String, Object> onPage(Workload workload) {
    Map<String, Object> page = new HashMap<>();
    page.put("events", workload.eventsPerAppend());
    page.put("whole", workload.wholeLoadsPerAppend());
    page.put("tail", workload.tailLoadsPerAppend());
    page.put("client", workload.clientRoundTripMs());
    page.put("store", workload.storeRoundTripMs());
    page.put("price", workload.pricePerMillionRequestUnits());
    return page;
  }
}
