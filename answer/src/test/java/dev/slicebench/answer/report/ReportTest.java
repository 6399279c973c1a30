package dev.slicebench.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.Verifications;
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
    assertThat(report(Optional.of(Ledger.read(RESULTS.resolve(Ledger.FILE)))).figures())
        .extracting(Figure::id)
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  @Test
  void everyTableIsRectangular() throws IOException {
    assertThat(report(Optional.of(Ledger.read(RESULTS.resolve(Ledger.FILE)))).figures())
        .extracting(Figure::table)
        .allSatisfy(
            table ->
                assertThat(table.rows())
                    .isNotEmpty()
                    .allMatch(row -> row.size() == table.headers().size()));
  }

  @Test
  void doesWithoutALedger() throws IOException {
    assertThat(report(Optional.empty()).sections())
        .isNotEmpty()
        .noneMatch(section -> section.id().equals("cost") || section.id().equals("latency"));
  }

  @Test
  void isShortInMarkdown() throws IOException {
    assertThat(MarkdownReport.of(report(Optional.empty())))
        .startsWith("### Which SliceMode should I use?")
        .containsPattern(
            "\\| Redis 6.2.11, .* \\| unsafe \\| unsafe \\| safe \\| unsupported \\| safe \\|")
        .hasSizeLessThan(10_000);
  }

  private static Report report(Optional<Ledger> ledger) throws IOException {
    return Report.of(
        Results.read(List.of(RESULTS)).byMachine(Machine.here()).stream()
            .map(part -> new Evidence("", "", part, verified()))
            .toList(),
        ledger,
        List.of());
  }

  private static List<VerificationReport> verified() {
    try {
      return Verifications.read(RESULTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
