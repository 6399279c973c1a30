package dev.slicebench.conformance.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.history.check.AnomalyInjector;
import dev.slicebench.conformance.history.check.CheckResult;
import dev.slicebench.conformance.history.check.CheckResult.HistoryVerdict;
import dev.slicebench.conformance.history.check.Checker;
import dev.slicebench.conformance.history.check.HistoryCheck;
import dev.slicebench.conformance.history.check.ModelHistory;
import dev.slicebench.conformance.history.check.Sentence;
import dev.slicebench.conformance.history.check.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a history's file may hold, and what is said of one that holds something else. */
@SuppressWarnings("NullAway.Init")
class HistoryFileTest {

  private static final String HEADER =
      "{\"history\":1,\"seed\":1,\"subject\":\"a\",\"mode\":\"b\",\"run\":\"c\"}";

  @TempDir private Path folder;

  @Test
  void everyLineReadsAsItWasWritten() {
    for (long seed = 0; seed < 50; seed++) {
      List<HistoryLine> lines = ModelHistory.of(seed, 4, 20);

      assertThat(lines.stream().map(LineCodec::write).map(LineCodec::read)).isEqualTo(lines);
    }
  }

  @Test
  void aFileSaysTheSameAsTheLinesInMemory() throws IOException {
    List<HistoryLine> lines = ModelHistory.of(3, 4, 20);
    List<HistoryLine> wrong =
        AnomalyInjector.plant(Sentence.LOAD_SHOWS_WHAT_WAS_TOLD, lines).orElseThrow();
    Path file = write(wrong.stream().map(LineCodec::write).toList());

    HistoryCheck check = HistoryCheck.of(file);

    assertThat(check.result()).isEqualTo(Checker.check(History.of(wrong)));
    assertThat(check.result().verdict()).isEqualTo(HistoryVerdict.ANOMALOUS);
    assertThat(check.toString())
        .startsWith(file + ": ANOMALOUS")
        .contains("STALE_READ in stream 's': line ")
        .contains(Sentence.LOAD_SHOWS_WHAT_WAS_TOLD.text());
  }

  @Test
  void aCompressedFileSaysTheSame() throws IOException {
    List<String> lines = ModelHistory.of(3, 4, 20).stream().map(LineCodec::write).toList();
    Path file = folder.resolve("history.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(String.join("\n", lines).getBytes(UTF_8));
    }

    assertThat(HistoryCheck.of(file).result()).isEqualTo(HistoryCheck.of(write(lines)).result());
  }

  @Test
  void aFileThatIsNotCompressedAsItsNameSaysIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("history.jsonl.gz"), HEADER);

    assertThatThrownBy(() -> HistoryCheck.of(file))
        .isInstanceOf(HistoryException.class)
        .hasMessageStartingWith(file + " cannot be read: it is not compressed with gzip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"op":"head" "p"                                              | not JSON
          {"op":"head","p":1                                            | not JSON
          7                                                             | no JSON object
          []                                                            | no JSON object
          {"op":"head","op":"load"}                                     | a key stands twice
          {"end":1} {"end":1}                                           | something behind the object
          {"op":"head","p":1,"at":[2,1],"stream":"s","ok":1}            | answered before it was asked
          {"op":"head","p":1,"at":[1],"stream":"s","ok":1}              | 'at' is not two times
          {"op":"head","p":1,"at":[-2,-1],"stream":"s","ok":1}          | 'at' is not two times
          {"op":"head","p":1,"at":[1,2],"stream":"s"}                   | it has 0 of 'ok', 'conflict', 'fail' and 'unknown'
          {"op":"head","p":1,"at":[1,2],"stream":"s","ok":1,"fail":"x"} | it has 2 of 'ok', 'conflict', 'fail' and 'unknown'
          {"op":"head","p":1,"at":[1,2],"stream":"s","ok":1,"conflict":1} | 'conflict' is none of its keys, which are at, fail, ok, op,
          {"op":"head","p":1,"at":[1,2],"stream":"s","ok":"1"}          | 'ok' is no whole number
          {"op":"head","p":1,"at":[1,2],"stream":"s","ok":1.5}          | 'ok' is no whole number
          {"op":"head","p":1,"at":[1,2],"stream":7,"ok":1}              | 'stream' is no text
          {"op":"head","p":1,"at":[1,2],"ok":1}                         | 'stream' is missing
          {"op":"haed","p":1,"at":[1,2],"stream":"s","ok":1}            | 'op' is none of
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":7,"ok":1}   | 'read' is no list
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:1-1"],"ok":2} | 'ok' is 2, which is not how many events 'read' holds: 1
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1-1"],"ok":1}   | '1-1' has no version
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["v:1-1"],"ok":1} | 'v:1-1' has no version
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:x"],"ok":1}   | 'x' is no event
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:-"],"ok":1}   | '-' is no event
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:"],"ok":1}    | '' is no event
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:1-12345678901234567"],"ok":1} | is no event: that is two hexadecimal numbers of 64 bits
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:1-1+0"],"ok":1} | is no run of events
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:1-1+-5"],"ok":1} | is no run of events
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:1-1#7+5"],"ok":1} | is no run of events
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:1-1+3000000000"],"ok":1} | '1-1+3000000000' is a run of more than 1,000,000 events: write several
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["1:1-1+1000000","1:2-1+1000000"],"ok":1} | more than 2,000,000 events in one line
          {"op":"load","p":1,"at":[1,2],"stream":"s","from":0,"read":[],"ok":0} | from is 0
          {"op":"load","p":1,"at":[1,2],"stream":"s","form":3,"read":[],"ok":0} | 'form' is none of its keys
          {"op":"load","p":1,"at":[1,2],"stream":"s","back":1,"read":[],"ok":0} | 'back' is neither true nor false
          {"op":"append","p":1,"at":[1,2],"stream":"s","expect":"some","events":["1-1"],"ok":1} | 'expect' is no version
          {"op":"append","p":1,"at":[1,2],"stream":"s","expect":-1,"events":["1-1"],"ok":1} | 'expect' is no version
          {"op":"append","p":1,"at":[1,2],"stream":"s","expect":18446744073709551617,"events":["1-1"],"ok":1} | 'expect' is no version
          {"op":"append","p":1,"at":[1,2],"stream":"s","expect":0,"events":["1-1+3000000000"],"ok":1} | is a run of more than 1,000,000 events
          {"op":"append","p":1,"at":[1,2],"stream":"s","expect":0,"events":["1-1"],"ok":1,"created":"no"} | 'created' is neither true nor false
          {"op":"head","p":1,"at":[1,18446744073709551617],"stream":"s","ok":1} | 'at' is not two times
          {"op":"head","p":4294967297,"at":[1,2],"stream":"s","ok":1}   | 'p' is 4294967297: processes are numbered from 1 to 2147483647
          {"op":"head","p":0,"at":[1,2],"stream":"s","ok":1}            | 'p' is 0
          {"op":"load","p":1,"at":[1,2],"stream":"s","read":["9223372036854775807:1-1+1"],"ok":2} | goes beyond version 9223372036854775807
          {"demand":{"overlapping":-1,"conflicts":0,"unknown":0}}       | 'overlapping' is -1: it counts from 0
          {"demand":7}                                                  | 'overlapping' is missing
          {"fault":"x","at":-1}                                         | 'at' is -1
          {"end":-1}                                                    | 'end' is -1
          {"what":1}                                                    | neither an operation
          """)
  void aMalformedLineIsNamed(String line, String reason) throws IOException {
    Path file = write(List.of(HEADER, line, "{\"end\":1}"));

    assertThatThrownBy(() -> HistoryCheck.of(file))
        .isInstanceOf(HistoryException.class)
        .hasMessageStartingWith(file + " line 2: ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void anEmptyLineIsToBeRemoved() throws IOException {
    Path file = write(List.of(HEADER, "", "{\"end\":0}"));

    assertThatThrownBy(() -> HistoryCheck.of(file)).hasMessage(file + " line 2: empty: remove it");
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws IOException {
    Path file = write(List.of('\uFEFF' + HEADER, "{\"end\":0}"));

    assertThat(HistoryCheck.of(file).result().verdict()).isEqualTo(HistoryVerdict.INCONCLUSIVE);
  }

  @Test
  void anotherEncodingIsNamedWithItsLine() throws IOException {
    Path file = folder.resolve("history.jsonl");
    for (Charset other : List.of(UTF_16, UTF_16LE, ISO_8859_1)) {
      Files.writeString(file, HEADER + "\n{\"fault\":\"à\",\"at\":1}\n", other);

      assertThatThrownBy(() -> HistoryCheck.of(file))
          .as(other.name())
          .isInstanceOf(HistoryException.class)
          .message()
          .matches(".* line [12](: not JSON| is no text in UTF-8: save the file as that).*");
    }
  }

  @Test
  void aCompressedFileThatIsCutShortIsNamed() throws IOException {
    List<String> lines = ModelHistory.of(3, 4, 20).stream().map(LineCodec::write).toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(String.join("\n", lines).getBytes(UTF_8));
    }
    Path file = folder.resolve("history.jsonl.gz");
    Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));

    assertThatThrownBy(() -> HistoryCheck.of(file))
        .isInstanceOf(HistoryException.class)
        .message()
        .startsWith(file + " line ")
        .contains("the compressed file ends in the midst of it: copy it again");
  }

  @Test
  void aLineWithoutEndIsNotReadToItsEnd() throws IOException {
    Path file = folder.resolve("history.jsonl");
    Files.write(file, new byte[40 << 20]);

    assertThatThrownBy(() -> HistoryCheck.of(file))
        .hasMessage(
            file + " line 1 is longer than 33,554,432 bytes: load a long stream in several parts");
  }

  @Test
  void aFolderIsNoHistory() {
    assertThatThrownBy(() -> HistoryCheck.of(folder))
        .hasMessage(folder + " cannot be read: it is a folder, give a history's file");
  }

  @Test
  void aLastLineThatIsCutShortIsToldAsSuch() throws IOException {
    Path file = folder.resolve("cut.jsonl");
    Files.writeString(file, HEADER + "\n{\"op\":\"head\",\"p\"");

    assertThatThrownBy(() -> HistoryCheck.of(file))
        .isInstanceOf(HistoryException.class)
        .hasMessageStartingWith(file + " line 2, the last one, is cut short: remove it");
  }

  @Test
  void aHistoryWithoutItsEndShowsWhatIsWrongButNeverThatAllIsWell() throws IOException {
    List<String> lines = ModelHistory.of(3, 4, 20).stream().map(LineCodec::write).toList();
    Path cut = write(lines.subList(0, lines.size() - 1));

    CheckResult result = HistoryCheck.of(cut).result();

    assertThat(result.verdict()).isEqualTo(HistoryVerdict.INCONCLUSIVE);
    assertThat(result.shortfalls()).singleElement().asString().contains("has no end");
  }

  @Test
  void whatAMissingOperationWouldExplainIsNotFoundWithoutTheEnd() {
    for (Sentence sentence : Sentence.values()) {
      List<HistoryLine> wrong =
          new ArrayList<>(AnomalyInjector.plant(sentence, ModelHistory.of(3, 4, 20)).orElseThrow());
      wrong.remove(wrong.size() - 1);

      assertThat(Checker.check(History.of(wrong)).findings())
          .extracting(Violation::sentence)
          .noneMatch(Sentence::needsAllOperations);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"end":0}                                   | line 1: a history has one 'history' line
          {"history":2}                               | line 1: its format is 2, this version reads 1
          """)
  void aFileOfAnotherKindIsRefused(String line, String reason) throws IOException {
    Path file = write(List.of(line));

    assertThatThrownBy(() -> HistoryCheck.of(file))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void nothingMayStandBehindTheEnd() throws IOException {
    Path file = write(List.of(HEADER, "{\"end\":0}", "{\"end\":0}"));

    assertThatThrownBy(() -> HistoryCheck.of(file)).hasMessageContaining("line 3 stands behind");
  }

  @Test
  void aMissingAndAnEmptyFileAreNamed() throws IOException {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> HistoryCheck.of(missing)).hasMessageContaining("does not exist");
    assertThatThrownBy(() -> HistoryCheck.of(write(List.of()))).hasMessageContaining("is empty");
  }

  private Path write(List<String> lines) throws IOException {
    return Files.write(folder.resolve("history.jsonl"), lines);
  }
}
