package dev.slicebench.answer.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class WorkloadsTest {

  private static final String GOOD =
      """
      description: A test.
      appendsPerSecond: 10
      eventsPerAppend: 2
      payloadBytes: 800
      streamLengths:
        - {events: 10, share: 0.75}
        - {events: 200, share: 0.25}
      wholeLoadsPerAppend: 1
      tailLoadsPerAppend: 0.5
      writersPerStream: 1
      clientRoundTripMs: 0.3
      storeRoundTripMs: 5
      """;

  private final Path file;

  WorkloadsTest(@TempDir Path temp) {
    file = temp.resolve("workload.yaml");
  }

  @ParameterizedTest
  @FieldSource("dev.slicebench.answer.recommend.Workloads#PRESETS")
  void aPresetIsReadByItsName(String name) throws IOException {
    assertThat(Workloads.read(name).description()).endsWith(".");
  }

  @Test
  void aFileIsYamlOrJson() throws IOException {
    Files.writeString(file, GOOD);
    Workload yaml = Workloads.read(file.toString());
    Files.writeString(
        file,
        """
        {"description":"A test.","appendsPerSecond":10,"eventsPerAppend":2,"payloadBytes":800,
         "streamLengths":[{"events":10,"share":0.75},{"events":200,"share":0.25}],
         "wholeLoadsPerAppend":1,"tailLoadsPerAppend":0.5,"writersPerStream":1,
         "clientRoundTripMs":0.3,"storeRoundTripMs":5}
        """);

    assertThat(Workloads.read(file.toString())).isEqualTo(yaml);
    assertThat(yaml.pricePerMillionRequestUnits()).isNull();
  }

  @Test
  void aNameThatIsNothingIsAnsweredWithThePresets() {
    assertThatThrownBy(() -> Workloads.read("oder"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "'oder' is neither a file nor a preset: the presets are order, bank-account,"
                + " shopping-cart, iot-device, audit-log; did you mean 'order'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "appendsPerSecond: 10 | appendsPerSecond: -3 | appendsPerSecond is -3: it must be more than",
        "appendsPerSecond: 10 | appendsPerSecond: many | appendsPerSecond must be a number (line 2; ",
        "appendsPerSecond: 10 | appendsPerSecond: .nan | appendsPerSecond must be a number",
        "eventsPerAppend: 2 | eventsPerAppend: 1.5 | eventsPerAppend must be a whole number, up to 2147483647 (line 3; ",
        "eventsPerAppend: 2 | eventsPerAppend: true | eventsPerAppend must be a whole number",
        "eventsPerAppend: 2 | 'eventsPerAppend: \"\"' | eventsPerAppend must be a whole number",
        "share: 0.25 | share: x | streamLengths.share must be a number (line 7; ",
        "description: A test. | description: [a] | description must be a text (line 1; ",
        "eventsPerAppend: 2 | eventsPerAppend: 51 | eventsPerAppend is 51: it must be from 1 to 50",
        "eventsPerAppend: 2 | '' | eventsPerAppend is missing (docs/",
        "payloadBytes: 800 | payloadBytes: 1 | payloadBytes is 1: it must be from 2 to 10240",
        "payloadBytes: 800 | payload: 800 | is no workload: 'payload' is no field of it; did you mean 'payloadBytes'? (line 4; ",
        "payloadBytes: 800 | 'payloadBytes: 800\ncolour: red' |  is no field of it (line 5; ",
        "events: 200 | events: 0 | events in streamLengths is 0: it must be from 1 to 10000",
        "share: 0.25 | share: 0.5 | the shares in streamLengths come to 1.25: make them 1",
        "share: 0.25 | share: -0.25 | share in streamLengths is -0.25",
        "storeRoundTripMs: 5 | storeRoundTripMs: -5 | storeRoundTripMs is -5: it must be from 0",
        "description: A test. | 'description: {' | is no workload",
        "appendsPerSecond: 10 | appendsPerSecond: -5 | must be more than 0, and at most 1000000000 (line 2; ",
        "appendsPerSecond: 10 | appendsPerSecond: 1.0E300 | is 1.0E300: it must be more than 0, and at most 1000000000 (line 2; ",
        "appendsPerSecond: 10 | appendsPerSecond: 0 | appendsPerSecond is 0: it must be more than 0",
        "appendsPerSecond: 10 | appendsPerSecond: 1e999 | appendsPerSecond is Infinity: it must be more than 0, and at most",
        "appendsPerSecond: 10 | appendsPerSecond: .inf | appendsPerSecond",
        "appendsPerSecond: 10 | appendsPerSecond: null | appendsPerSecond has no value (line 2; ",
        "appendsPerSecond: 10 | appendsPerSecond: [10] | appendsPerSecond must be a number (line 2; ",
        "eventsPerAppend: 2 | eventsPerAppend: 99999999999 | eventsPerAppend must be a whole number, up to 2147483647 (line 3; ",
        "payloadBytes: 800 | payloadBytes: -800 | payloadBytes is -800: it must be from 2 to 10240 (line 4; ",
        "payloadBytes: 800 | 'payloadBytes: 800\npayloadBytes: 900' | Duplicate field 'payloadBytes' (line 5; ",
        "events: 200 | events: 20000 | events in streamLengths is 20000: it must be from 1 to 10000 (line 7; ",
        "events: 200 | evnts: 200 | is no field of it; did you mean 'events'? (line 7; ",
        "share: 0.25 | share: .nan | (line 7; ",
        "share: 0.25 | share: 0.5 | come to 1.25: make them 1 (line 5; ",
        "tailLoadsPerAppend: 0.5 | tailLoadsPerAppend: -0.5 | tailLoadsPerAppend is -0.5: it must be from 0 to 1000000 (line 9; ",
        "storeRoundTripMs: 5 | storeRoundTripMs: 1e7 | storeRoundTripMs is 10000000: it must be from 0 to 1000000 (line 12; ",
        "storeRoundTripMs: 5 | 'storeRoundTripMs: 5\npricePerMillionRequestUnits: -1' | pricePerMillionRequestUnits is -1: it must be more than 0, and at most 1000000000 (line 13; ",
        "storeRoundTripMs: 5 | 'storeRoundTripMs: 5\npricePerMillionRequestUnits: 0' | pricePerMillionRequestUnits is 0, so that nothing would be told by it: leave it out where request units do not matter (line 13; ",
      })
  void whatIsWrongWithAFileIsOneLineThatNamesIt(String good, String bad, String expected)
      throws IOException {
    assertThat(GOOD).contains(good);
    Files.writeString(file, GOOD.replace(good, bad));

    assertThatThrownBy(() -> Workloads.read(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is no workload: ")
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is empty",
        "' \n# nothing\n' | it is empty",
        "[] | it has no fields",
        "order | it has no fields",
        "'streamLengths:\n' | streamLengths has no value (line 1; ",
      })
  void aFileWithoutFieldsIsNoWorkload(String text, String expected) throws IOException {
    Files.writeString(file, text);

    assertThatThrownBy(() -> Workloads.read(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is no workload: ")
        .hasMessageContaining(expected);
  }

  @Test
  void aFileOfAWindowsEditorIsRead() throws IOException {
    Files.writeString(file, GOOD);
    Workload plain = Workloads.read(file.toString());
    Files.writeString(file, "\uFEFF" + GOOD.replace("\n", "\r\n"));

    assertThat(Workloads.read(file.toString())).isEqualTo(plain);
  }

  @Test
  void aFolderAndABinaryFileAreNoWorkloads() throws IOException {
    String folder = String.valueOf(file.getParent());
    assertThatThrownBy(() -> Workloads.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage("'" + folder + "' is a folder: name a workload's file");
    Files.write(file, new byte[] {'a', ':', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> Workloads.read(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is no text in UTF-8");
  }
}
