package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build that is green says what it did not try. */
class SkippedTestsTest {

  private static final String EVENTS =
      """
      <?xml version="1.0" ?>
      <e:events xmlns:e="e" xmlns:java="java" xmlns:junit="junit">
      <e:started id="1" name="InBrowser"><metadata><junit:type>CONTAINER</junit:type></metadata></e:started>
      <e:finished id="1"><result status="ABORTED"><java:throwable><![CDATA[a.b.AbortedException: needs Chromium
      	at a.b.C]]></java:throwable></result></e:finished>
      <e:started id="2" name="one()"><metadata><junit:type>TEST</junit:type></metadata></e:started>
      <e:finished id="2"><result status="SUCCESSFUL"></result></e:finished>
      <e:started id="3" name="two()"><metadata><junit:type>TEST</junit:type></metadata></e:started>
      <e:finished id="3"><result status="SKIPPED"><reason>needs Docker</reason></result></e:finished>
      </e:events>
      """;

  @Test
  void classesThatWereSkippedWholeAreTold(@TempDir Path root) throws Exception {
    for (String start : List.of("1", "2")) {
      Path folder = Files.createDirectories(root.resolve("answer/target/test-events/" + start));
      Files.writeString(folder.resolve("open-test-report.xml"), EVENTS);
    }

    assertThat(SkippedTests.summary(root))
        .containsExactly(
            "",
            "slicebench: 4 tests in all modules, 4 skipped:",
            "  2 skipped: needs Chromium (all of InBrowser)",
            "  2 skipped: needs Docker");
  }
}
