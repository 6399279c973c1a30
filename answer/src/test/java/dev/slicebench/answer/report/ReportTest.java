package dev.slicebench.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.figure.FigurePage;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.Verifications;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On the committed results. */
class ReportTest {

  private static final Path RESULTS = Path.of("..", "results");

  @Test
  void namesNoFigureTwice() throws IOException {
    assertThat(figures(Optional.of(Ledgers.read(RESULTS))))
        .extracting(Figure::id)
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  @Test
  void everyTableIsRectangular() throws IOException {
    assertThat(figures(Optional.of(Ledgers.read(RESULTS))))
        .extracting(Figure::table)
        .allSatisfy(
            table ->
                assertThat(table.rows())
                    .isNotEmpty()
                    .allMatch(row -> row.size() == table.headers().size()));
  }

  @Test
  void doesWithoutALedger() throws IOException {
    assertThat(figures(Optional.empty()))
        .isNotEmpty()
        .extracting(Figure::id)
        .noneMatch(id -> id.startsWith("cost") || id.endsWith("latency"));
  }

  /** What files say stands in the page's scripts as JSON. */
  @Test
  void noTextEndsAScript() {
    assertThat(FigurePage.json(List.of("</script><!--")))
        .isEqualTo("[\"\\u003c/script>\\u003c!--\"]");
  }

  @Test
  void isShortInMarkdown() throws IOException {
    assertThat(MarkdownReport.of(report(Optional.empty())))
        .startsWith("### Which SliceMode should I use?")
        .containsPattern(
            "\\| Redis 6.2.11, .* \\| unsafe \\| unsafe \\| safe \\| unsupported \\| safe \\|")
        .hasSizeLessThan(10_000);
  }

  @Test
  void tellsTheRowsOfItsTimesApartInMarkdownAndMarksWhatIsNotSafe() throws IOException {
    List<String> rows =
        MarkdownReport.of(report(Optional.empty()))
            .lines()
            .dropWhile(line -> !line.startsWith("#### Milliseconds"))
            .filter(line -> line.startsWith("| ") && line.contains("`"))
            .map(line -> line.replaceAll("^(\\| [^|]* \\| [^|]*).*", "$1"))
            .toList();

    assertThat(rows).doesNotHaveDuplicates().anyMatch(row -> row.contains("(unsafe)"));
  }

  /** As a recommendation tells it, of your own verification and of one that came along. */
  @Test
  void aStoreThatWasVerifiedTwiceStandsThereOnceWithTheWorseVerdict() {
    VerificationReport came = verified().get(0);
    SliceMode mode = came.modes().get(0).mode();
    VerificationReport own =
        new VerificationReport(
            came.schema(),
            came.store(),
            came.startedAt(),
            came.finishedAt(),
            came.profile(),
            came.seed(),
            came.sidecar(),
            List.of(),
            List.of(new ModeReport(mode, Verdict.UNSAFE, "rule 3.1", List.of(), null)),
            List.of(),
            List.of());
    Results none = new Results(List.of());

    List<StoreReport> stores =
        StoreReport.of(
            List.of(
                new Evidence("", "", none, List.of(own)),
                new Evidence("came along", "", none, List.of(came))),
            List.of());

    assertThat(stores).singleElement().extracting(StoreReport::label).isEqualTo("");
    assertThat(stores.get(0).safety())
        .hasSize(came.modes().size())
        .filteredOn(one -> one.mode() == mode)
        .extracting(Safety::verdict)
        .containsExactly(Verdict.UNSAFE);
  }

  private static List<Figure> figures(Optional<Ledgers> ledgers) throws IOException {
    return HtmlReport.figures(report(ledgers));
  }

  private static Report report(Optional<Ledgers> ledgers) throws IOException {
    return Report.of(
        Results.read(List.of(RESULTS)).byMachine(Machine.here()).stream()
            .map(part -> new Evidence("", "", part, verified()))
            .toList(),
        ledgers,
        Optional.empty());
  }

  private static List<VerificationReport> verified() {
    try {
      return Verifications.read(RESULTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
