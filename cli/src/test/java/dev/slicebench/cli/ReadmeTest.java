package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.Table;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.bench.ledger.LedgerCount;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.verification.Verifications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README and {@code docs/} show what is in {@code results/}; their links lead somewhere. */
class ReadmeTest {

  private static final Path HOME = Path.of("..");
  private static final Path README = HOME.resolve("README.md");
  private static final Path DOCS = HOME.resolve("docs");
  private static final Path RESULTS = HOME.resolve("results");
  private static final String RUN = "20261125T104458Z-azure.cosmosdb-v1";
  private static final String RENEW =
      ": mvn -pl cli -am test -Dtest=ReadmeTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dslicebench.renew=true -->\n";
  private static final String END = "<!-- end -->";
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern RESULT_FILE =
      Pattern.compile("(?<![\\w/])results/[\\w./-]+\\.(?:md|jsonl|json)(?:\\.gz)?\\b");

  @Test
  void theMatrixIsWhatWasVerified() throws IOException {
    isUpToDate(README, "conformance", MarkdownReport.safety(Verifications.read(RESULTS)));
  }

  @Test
  void thePowerIsThatOfTheVerifications() throws IOException {
    isUpToDate(
        DOCS.resolve("verify-a-component.md"),
        "conformance",
        MarkdownReport.power(Verifications.runs(RESULTS)));
  }

  @Test
  void theSoaksAreWhatWasSoaked() throws IOException {
    isUpToDate(
        DOCS.resolve("verify-a-component.md"),
        "soak",
        MarkdownReport.soaks(Verifications.soaks(RESULTS)));
  }

  @Test
  void theRunIsWhatItsTableSays() throws IOException {
    isUpToDate(DOCS.resolve("choose-a-mode.md"), RUN, "```text\n" + table(true) + "```\n");
  }

  @Test
  void theRunInShortIsItsFirstScreen() throws IOException {
    isUpToDate(README, RUN, "```text\n" + table(false) + "```\n");
  }

  private static String table(boolean detail) throws IOException {
    Results results = Results.read(List.of(RESULTS.resolve(RUN)));
    Run run = results.runs().get(0);
    return Table.of(
        run.envelope(),
        run.scores(),
        Advice.of(
                Workloads.read(Workloads.DEFAULT),
                List.of(new Evidence("", "", results, Verifications.read(RESULTS))),
                Ledgers.read(RESULTS),
                LedgerCount::of)
            .answers(),
        Workloads.DEFAULT,
        detail);
  }

  /** The page shows what the command says of one of its stores. */
  @Test
  void theRecommendationIsWhatTheCommandSays() throws IOException {
    Path latency = RESULTS.resolve("experiments/latency");
    String all =
        Advice.of(
                Workloads.read("order"),
                List.of(new Evidence("", "", Results.read(List.of(RESULTS, latency)), List.of())),
                Ledgers.read(RESULTS),
                LedgerCount::of)
            .text(true);
    int begin = all.indexOf("\nPostgreSQL ") + 1;
    int end = all.indexOf("\n\nSQLite ", begin) + 1;
    isUpToDate(
        DOCS.resolve("choose-a-mode.md"),
        "experiments/latency",
        "```text\n" + all.substring(begin, end) + "```\n");
  }

  /** With {@code -Dslicebench.renew=true} it writes the text instead. */
  private static void isUpToDate(Path page, String folder, String expected) throws IOException {
    String text = Files.readString(page);
    String beginning = "<!-- from results/" + folder + RENEW;
    assertThat(text).contains(beginning);
    int begin = text.indexOf(beginning) + beginning.length();
    int end = text.indexOf(END, begin);
    if (Boolean.getBoolean("slicebench.renew")) {
      Files.writeString(page, text.substring(0, begin) + expected + text.substring(end));
    } else {
      assertThat(text.substring(begin, end)).isEqualTo(expected);
    }
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
  }

  /** Every page, the decisions and the readers' guides of experiments among them. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README, HOME.resolve("CONTRIBUTING.md")));
    for (Path folder : List.of(DOCS, RESULTS.resolve("experiments"))) {
      try (Stream<Path> files = Files.walk(folder, 2)) {
        files
            .filter(file -> file.toString().endsWith(".md") && !file.endsWith("table.md"))
            .sorted()
            .forEach(pages::add);
      }
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    for (String link : links(page)) {
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty()
              ? page
              : Objects.requireNonNull(page.getParent()).resolve(parts[0]).normalize();
      assertThat(target).as("%s in %s", link, page).exists();
      if (parts.length > 1) {
        assertThat(anchors(target)).as("%s in %s", link, page).contains(parts[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyResultThatIsNamedIsThere(Path page) throws IOException {
    assertThat(RESULT_FILE.matcher(Files.readString(page)).results().map(MatchResult::group))
        .filteredOn(file -> !file.startsWith("results/mine/"))
        .allSatisfy(file -> assertThat(HOME.resolve(file)).exists());
  }

  @Test
  void everyPageIsLinkedToByTheReadme() throws IOException {
    try (Stream<Path> files = Files.list(DOCS)) {
      assertThat(links(README))
          .containsAll(
              files
                  .map(file -> "docs/" + file.getFileName())
                  .filter(name -> name.endsWith(".md"))
                  .toList());
    }
  }

  private static List<String> links(Path page) throws IOException {
    return LINK.matcher(Files.readString(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  /** The anchors that GitHub makes of a page's headings, and those that it has by itself. */
  private static Set<String> anchors(Path page) throws IOException {
    String text = Files.readString(page);
    Stream<String> headings =
        text.lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
            .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
    Stream<String> named =
        Pattern.compile("<a name=\"([^\"]+)\"").matcher(text).results().map(a -> a.group(1));
    return Stream.concat(headings, named).collect(Collectors.toSet());
  }
}
