package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.Table;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.evidence.verification.Verifications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    isUpToDate(run, "```text\n" + Table.of(RESULTS.resolve(run)) + "```\n");
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
}
