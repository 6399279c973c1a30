package dev.slicebench.bench.recommend;

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
  @FieldSource("dev.slicebench.bench.recommend.Workloads#PRESETS")
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
                + " shopping-cart, iot-device, audit-log");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "appendsPerSecond: 10 | appendsPerSecond: -3 | appendsPerSecond is -3: it must be more than",
        "appendsPerSecond: 10 | appendsPerSecond: many | appendsPerSecond: Cannot coerce",
        "appendsPerSecond: 10 | appendsPerSecond: .nan | Malformed numeric value",
        "eventsPerAppend: 2 | eventsPerAppend: 1.5 | eventsPerAppend: Cannot coerce",
        "eventsPerAppend: 2 | eventsPerAppend: 51 | eventsPerAppend is 51: it must be from 1 to 50",
        "eventsPerAppend: 2 | '' | eventsPerAppend is missing (line ",
        "payloadBytes: 800 | payloadBytes: 1 | payloadBytes is 1: it must be from 2 to 10240",
        "payloadBytes: 800 | payload: 800 | is no workload: payloadBytes is missing (line ",
        "payloadBytes: 800 | 'payloadBytes: 800\ncolour: red' | Unrecognized field \"colour\" (line ",
        "events: 200 | events: 0 | events in streamLengths is 0: it must be from 1 to 10000",
        "share: 0.25 | share: 0.5 | the shares in streamLengths come to 1.25: make them 1",
        "share: 0.25 | share: -0.25 | share in streamLengths is -0.25",
        "storeRoundTripMs: 5 | storeRoundTripMs: -5 | storeRoundTripMs is -5: it must be from 0",
        "description: A test. | 'description: {' | is no workload",
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

  @Test
  void anEmptyFileIsNoWorkload() throws IOException {
    Files.writeString(file, "");

    assertThatThrownBy(() -> Workloads.read(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no workload");
  }
}
