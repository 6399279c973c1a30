package dev.slicebench.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.KnownCosts;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.answer.report.HtmlReport;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.answer.report.Report;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.text.Paragraph;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

  @Test
  void rendersTheSample() throws IOException, URISyntaxException {
    assertThat(sample().resolve("table.txt")).hasContent(table(sample()));
  }

  @Test
  void isNoWiderThanATerminal() throws IOException, URISyntaxException {
    assertFits(table(sample()));
  }

  /** A store's name is its owner's, and a slow one has numbers with many digits. */
  @Test
  void longNamesAndWideNumbersFitATerminalToo(@TempDir Path temp)
      throws IOException, URISyntaxException {
    Path sample = sample();
    Files.writeString(
        temp.resolve("envelope.json"),
        Files.readString(sample.resolve("envelope.json"))
            .replaceAll(
                "\"backend\": \"[^\"]*\"",
                "\"backend\": \"" + "a store of ours, ".repeat(12) + "\"")
            .replaceAll("\"reason\": \"", "\"reason\": \"" + "it was seen that ".repeat(12)));
    Files.writeString(
        temp.resolve("jmh.json"),
        Files.readString(sample.resolve("jmh.json")).replaceAll("(?m)^( +)(\\d+)\\.", "$11234$2."));

    String table = table(temp);

    assertThat(table).contains("a store of ours");
    assertFits(table);
  }

  /** Issue 15: a run and a recommendation were two engines that could disagree. */
  @Test
  void runRecommendAndReportSayTheSame() throws IOException, URISyntaxException {
    List<Evidence> evidence = evidence(sample());
    Advice advice = advice(evidence);
    Report report = Report.of(evidence, Optional.empty(), Optional.of(advice));
    String sentence = advice.answers().get(0).sentence();

    assertThat(sentence).startsWith("Use ");
    assertThat(flat(table(sample()))).contains(sentence);
    assertThat(flat(advice.text(true))).contains(sentence);
    assertThat(MarkdownReport.of(report).replace("**", "")).contains(sentence);
    assertThat(HtmlReport.of(report).replaceAll("<[^>]*>", "").replace("&#39;", "'"))
        .contains(sentence);
  }

  private static String table(Path folder) throws IOException {
    List<Evidence> evidence = evidence(folder);
    Run run = evidence.get(0).results().runs().get(0);
    return Table.of(
        run.envelope(), run.scores(), advice(evidence).answers(), Workloads.DEFAULT, true);
  }

  private static List<Evidence> evidence(Path folder) throws IOException {
    return List.of(new Evidence("", "", Results.read(List.of(folder)), List.of()));
  }

  private static Advice advice(List<Evidence> evidence) throws IOException {
    Ledgers ledgers = Ledgers.of(KnownCosts.sample());
    return Advice.of(
        Workloads.read(Workloads.DEFAULT), evidence, ledgers, KnownCosts.of(ledgers.today()));
  }

  /** A command that is quoted stays whole, so that it can be copied. */
  private static void assertFits(String table) {
    assertThat(table.lines())
        .allMatch(
            line ->
                line.length() <= Paragraph.WIDTH
                    || line.strip().matches("'\\./slicebench [^']*'\\S*"));
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static Path sample() throws URISyntaxException {
    URL resource = TableTest.class.getResource("sample/envelope.json");
    return Path.of(Objects.requireNonNull(resource).toURI()).resolveSibling(".").normalize();
  }
}
