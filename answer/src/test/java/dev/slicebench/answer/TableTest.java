package dev.slicebench.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.text.Paragraph;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

  @Test
  void rendersTheSample() throws IOException, URISyntaxException {
    assertThat(sample().resolve("table.txt")).hasContent(Table.of(sample()));
  }

  @Test
  void isNoWiderThanATerminal() throws IOException, URISyntaxException {
    assertThat(Table.of(sample()).lines()).allMatch(line -> line.length() <= Paragraph.WIDTH);
  }

  /** A store's name is its owner's, and a slow one has numbers with many digits. */
  @Test
  void longNamesAndWideNumbersFitATerminalToo(@TempDir Path temp)
      throws IOException, URISyntaxException {
    Path sample = sample();
    Files.writeString(
        temp.resolve("envelope.json"),
        Files.readString(sample.resolve("envelope.json"))
            .replaceAll(
                "\"backend\": \"[^\"]*\"",
                "\"backend\": \"" + "a store of ours, ".repeat(12) + "\"")
            .replaceAll("\"reason\": \"", "\"reason\": \"" + "it was seen that ".repeat(12)));
    Files.writeString(
        temp.resolve("jmh.json"),
        Files.readString(sample.resolve("jmh.json")).replaceAll("(?m)^( +)(\\d+)\\.", "$11234$2."));

    String table = Table.of(temp);

    assertThat(table).contains("a store of ours");
    assertThat(table.lines()).allMatch(line -> line.length() <= Paragraph.WIDTH);
  }

  private static Path sample() throws URISyntaxException {
    URL resource = TableTest.class.getResource("sample/envelope.json");
    return Path.of(Objects.requireNonNull(resource).toURI()).resolveSibling(".").normalize();
  }
}
