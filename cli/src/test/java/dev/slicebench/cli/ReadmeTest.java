package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.Table;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.bench.ledger.LedgerCount;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.verification.Verifications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows of results is what is in {@code results/}. */
class ReadmeTest {

  private static final Path HOME = Path.of("..");
  private static final Path README = HOME.resolve("README.md");
  private static final Path RESULTS = HOME.resolve("results");
  private static final String RENEW =
      ": mvn -pl bench -am test -Dtest=ReadmeTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dslicebench.renew=true -->\n";
  private static final String END = "<!-- end -->";

  @Test
  void theMatrixIsWhatWasVerified() throws IOException {
    isUpToDate("conformance", MarkdownReport.safety(Verifications.read(RESULTS)));
  }

  @Test
  void theSoaksAreWhatWasSoaked() throws IOException {
    isUpToDate("soak", MarkdownReport.soaks(Verifications.soaks(RESULTS)));
  }

  @Test
  void theRunIsWhatItsTableSays() throws IOException {
    String run = "20261125T104458Z-azure.cosmosdb-v1";
    Results results = Results.read(List.of(RESULTS.resolve(run)));
    Ledger ledger = Ledger.read(RESULTS.resolve(Ledger.FILE));
    Run only = results.runs().get(0);
    String table =
        Table.of(
            only.envelope(),
            only.scores(),
            Advice.of(
                    Workloads.read(Workloads.DEFAULT),
                    List.of(new Evidence("", "", results, Verifications.read(RESULTS))),
                    ledger,
                    LedgerCount::of)
                .answers(),
            false);
    isUpToDate(run, "```text\n" + table + "```\n");
  }

  /** What the command says of one of its stores. */
  @Test
  void theRecommendationIsWhatTheCommandSays() throws IOException {
    Path latency = RESULTS.resolve("experiments/latency");
    String all =
        Advice.of(
                Workloads.read("order"),
                List.of(new Evidence("", "", Results.read(List.of(RESULTS, latency)), List.of())),
                Ledger.read(RESULTS.resolve(Ledger.FILE)),
                LedgerCount::of)
            .text();
    int begin = all.indexOf("\nPostgreSQL ") + 1;
    int end = all.indexOf("\n\nSQLite ", begin) + 1;
    isUpToDate("experiments/latency", "```text\n" + all.substring(begin, end) + "```\n");
  }

  /** With {@code -Dslicebench.renew=true} it writes the text instead. */
  private static void isUpToDate(String folder, String expected) throws IOException {
    String readme = Files.readString(README);
    String beginning = "<!-- from results/" + folder + RENEW;
    assertThat(readme).contains(beginning);
    int begin = readme.indexOf(beginning) + beginning.length();
    int end = readme.indexOf(END, begin);
    if (Boolean.getBoolean("slicebench.renew")) {
      Files.writeString(README, readme.substring(0, begin) + expected + readme.substring(end));
    } else {
      assertThat(readme.substring(begin, end)).isEqualTo(expected);
    }
  }

  @Test
  void everyPictureIsThere() throws IOException {
    assertThat(Files.readString(README).split("\\]\\("))
        .filteredOn(link -> link.startsWith("docs/pictures/"))
        .isNotEmpty()
        .allMatch(link -> Files.exists(HOME.resolve(link.substring(0, link.indexOf(')')))));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    String readme = Files.readString(README);
    List<String> links =
        Pattern.compile("\\]\\(([^)]+)\\)").matcher(readme).results().map(m -> m.group(1)).toList();
    assertThat(links)
        .filteredOn(link -> !link.contains("://") && !link.startsWith("#"))
        .isNotEmpty()
        .allMatch(link -> Files.exists(HOME.resolve(link.replaceFirst("#.*", ""))));
    assertThat(links)
        .filteredOn(link -> link.startsWith("#"))
        .allMatch(
            link ->
                readme
                    .toLowerCase(Locale.ROOT)
                    .contains("\n## " + link.substring(1).replace('-', ' ') + "\n"));
    assertThat(
            Pattern.compile("results/conformance/[\\w./-]+\\.(?:md|jsonl)")
                .matcher(readme)
                .results()
                .map(m -> m.group()))
        .isNotEmpty()
        .allMatch(file -> Files.exists(HOME.resolve(file)));
  }
}
