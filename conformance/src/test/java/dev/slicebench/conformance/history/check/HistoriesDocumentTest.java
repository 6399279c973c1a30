package dev.slicebench.conformance.history.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The sentences as they are declared, and as they are written down. That each is looked for, {@link
 * CheckerPropertyTest} proves.
 */
class HistoriesDocumentTest {

  private static final Path DOCUMENT = Path.of("HISTORIES.md");

  private static final String PREAMBLE =
      """
      # What a history must satisfy

      A history is what callers of an event store did and were told, a line for each operation ([its format](../docs/decisions/0008-histories.md)). Here is what it must satisfy if the
      event store keeps the promises of `EventStore`, a sentence for each, and the anomaly that names its violation. A sentence's number is its name: it is never given to another.

      `Checker` asks these sentences and no others, and accuses no store that keeps its promises: what none of them forbids may be. Most of all:

      * An append is **sent** when it is asked for, and was told something when it was answered. One operation is *before* another if it was answered when that one was asked for; of two that
        overlap neither is.
      * An append that was told **ok** is stored between the two moments; one that was told a **conflict**, or that **fail**ed, never; an **unknown** one at any later time or never, also where it was
        sent again since and that was refused. The first and the last *may be stored*.
      * A load shows what was stored when it began, and may show what was stored since. A head may be as old as the moment at which it was asked for. A conflict may tell a version that the stream had
        long before.
      * The same events sent again with the same exact version, or no stream, are stored once. Sent again with any version, an existing stream or another version they may be stored twice: a stream
        that holds them twice is not judged. So is one that was sent an event in two different appends, or with two payloads.
      * An append **stands** behind version b if loads show it there or, where none does, if it was told so. A version was **told** by an append's ok, a load, a head or a conflict.

      Sentences with a * are not asked of a history without its end line: an operation that is missing there could explain what is seen.

      This file is made from the code: `mvn -pl conformance -am test -Dtest=HistoriesDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dslicebench.renew=true` renews it.
      """;

  private static final List<String> TITLES =
      List.of(
          "An append of some events, whatever it was told",
          "An append of k events that was told ok at version v, with b = v - k",
          "An append that was told a conflict at version a",
          "An append that was told a conflict, or failed",
          "An append of no events that was told ok at version v, which is held to 7 as well",
          "A load, and what one that failed or was given up had delivered by then",
          "A head that was told",
          "At rest: after the last fault has healed and the last append was told ok");

  @Test
  void theDocumentSaysWhatTheCodeAsks() throws IOException {
    if (Boolean.getBoolean("slicebench.renew")) {
      Files.writeString(DOCUMENT, markdown());
    }

    assertThat(Files.readString(DOCUMENT))
        .as(
            "conformance/HISTORIES.md differs from the sentences in the code; its first lines say"
                + " how to renew it")
        .isEqualTo(markdown());
  }

  @Test
  void everyAnomalyNamesASentenceAndEverySentenceHasItsNumber() {
    List<Sentence> sentences = List.of(Sentence.values());

    assertThat(sentences).extracting(Sentence::anomaly).contains(Anomaly.values());
    assertThat(sentences).extracting(Sentence::number).doesNotHaveDuplicates();
    assertThat(sentences).extracting(Sentence::text).doesNotHaveDuplicates();
    assertThat(sentences)
        .allSatisfy(
            sentence -> {
              assertThat(sentence.number()).matches("[1-" + TITLES.size() + "]\\.[1-9]");
              assertThat(sentence.text()).endsWith(".");
            });
  }

  private static String markdown() {
    StringBuilder text = new StringBuilder(PREAMBLE);
    for (int i = 1; i <= TITLES.size(); i++) {
      String section = i + ".";
      text.append("\n## %s %s\n\n".formatted(section, TITLES.get(i - 1)));
      text.append(
          Arrays.stream(Sentence.values())
              .filter(sentence -> sentence.number().startsWith(section))
              .map(HistoriesDocumentTest::entry)
              .collect(Collectors.joining()));
    }
    return text.toString();
  }

  private static String entry(Sentence sentence) {
    return "* <a name=\"%s\"></a>**%s** %s *Else %s*%s\n"
        .formatted(
            sentence.number(),
            sentence.number(),
            sentence.text(),
            sentence.anomaly(),
            sentence.needsAllOperations() ? " \\*" : "");
  }
}
