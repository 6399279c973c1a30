package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.run.Terminal;
import dev.slicebench.conformance.verify.Matrix;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.text.TextTable;
import dev.slicebench.evidence.text.TextTable.Column;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.Verifications;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands print fits a terminal that nobody has widened. */
class EightyColumnsTest {

  private static final String HOME = "slicebench.home";

  private final StringWriter out = new StringWriter();

  @BeforeEach
  void beInTheCheckout() {
    System.setProperty(HOME, "..");
  }

  @AfterEach
  void leaveTheCheckout() {
    System.clearProperty(HOME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ledger",
        "history ../results",
        "recommend --results ../results",
        "recommend --workload order --results ../results --detail",
        "recommend --workload bank-account --results ../results",
        "recommend --workload shopping-cart --results ../results",
        "recommend --workload iot-device --results ../results",
        "recommend --workload audit-log --results ../results",
        "doctor",
        "sidecar list",
      })
  void everyLineOfACommandFits(String line) {
    Slicebench.commandLine(new Terminal(true, Paragraph.WIDTH))
        .setOut(new PrintWriter(out, true))
        .execute(line.split(" ", -1));

    assertThat(out.toString()).isNotEmpty();
    assertFits(out.toString());
  }

  @Test
  void everyMatrixFits() throws IOException {
    List<VerificationReport> reports = Verifications.read(Path.of("../results"));

    assertThat(reports).isNotEmpty();
    reports.forEach(report -> assertFits(Matrix.text(report)));
  }

  /** A word that is longer than a line, such as a path, stays whole; so does a quoted command. */
  private static void assertFits(String text) {
    assertThat(text.lines())
        .allMatch(
            line ->
                line.length() <= Paragraph.WIDTH
                    || line.strip().matches("\\S+|'\\./slicebench [^']*'\\S*"));
  }

  @Test
  void columnsThatFindNoRoomStandBelow() {
    TextTable table =
        new TextTable(
            1,
            IntStream.range(0, 12)
                .mapToObj(i -> i == 0 ? Column.left("mode") : Column.right("c" + i))
                .toList());
    table.add(IntStream.range(0, 12).mapToObj(i -> "12345678." + i).toList());
    table.add(List.of("short"));

    String text = table.text("  ");

    assertFits(text);
    IntStream.range(0, 12).forEach(i -> assertThat(text).contains("12345678." + i));
    assertThat(text).containsOnlyOnce("c11");
  }
}
