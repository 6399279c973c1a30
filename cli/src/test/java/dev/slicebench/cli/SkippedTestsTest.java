package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
    Path folder = Files.createDirectories(root.resolve("answer/target/test-events"));
    Files.writeString(folder.resolve("open-test-report.xml"), EVENTS);

    assertThat(SkippedTests.summary(root))
        .containsExactly(
            "",
            "slicebench: 2 tests in all modules, 2 skipped:",
            "  1 skipped: needs Chromium (all of InBrowser)",
            "  1 skipped: needs Docker");
  }
}
