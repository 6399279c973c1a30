package dev.slicebench.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodableWriterTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private String written(Charset charset, String text) {
    PrintWriter writer = new PrintWriter(new EncodableWriter(bytes, charset), true);
    text.chars().forEach(writer::write);
    writer.flush();
    return bytes.toString(charset);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7.56 ±0.69 | 7.56 +-0.69",
        "5 × 10 µs → … | 5 x 10 us -> ...",
        "“it’s” – so | \"it's\" - so",
        "Grüße, 😀 | Gr\\u00fc\\u00dfe, \\ud83d\\ude00",
      })
  void anAsciiTerminalSeesNoQuestionMarks(String text, String expected) {
    assertThat(written(StandardCharsets.US_ASCII, text)).isEqualTo(expected);
  }

  @Test
  void columnsStayInLineInAscii() {
    assertThat(
            written(
                StandardCharsets.US_ASCII,
                """
                mode               ms  RU
                OFF      7.56 ±0.69   4
                                 -   5
                """))
        .isEqualTo(
            """
            mode               ms  RU
            OFF     7.56 +-0.69   4
                             -   5
            """);
  }

  @Test
  void whatCanBeWrittenStaysAsItIs() {
    String text = "7.56 ±0.69, Grüße\r\n\nno end";

    assertThat(written(StandardCharsets.UTF_8, text)).isEqualTo(text);
    bytes.reset();
    assertThat(written(StandardCharsets.ISO_8859_1, text)).isEqualTo(text);
  }
}
