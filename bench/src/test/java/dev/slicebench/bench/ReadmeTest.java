package dev.slicebench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.report.Verifications;
import dev.slicebench.bench.report.page.MarkdownReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows of results is what is in {@code results/}. */
class ReadmeTest {

  private static final Path HOME = Path.of("..");
  private static final Path README = HOME.resolve("README.md");
  private static final String BEGIN =
      "<!-- from results/conformance: mvn -pl bench -am test -Dtest=ReadmeTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dslicebench.renew=true -->\n";
  private static final String END = "<!-- end -->";

  /** With {@code -Dslicebench.renew=true} it writes the table instead. */
  @Test
  void theMatrixIsWhatWasVerified() throws IOException {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END, begin);
    String verified = MarkdownReport.safety(Verifications.read(HOME.resolve("results")));
    if (Boolean.getBoolean("slicebench.renew")) {
      Files.writeString(README, readme.substring(0, begin) + verified + readme.substring(end));
    } else {
      assertThat(readme.substring(begin, end)).isEqualTo(verified);
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
