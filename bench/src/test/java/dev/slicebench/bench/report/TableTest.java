package dev.slicebench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void rendersTheSample() throws IOException, URISyntaxException {
    assertThat(sample().resolve("table.txt")).hasContent(Table.of(sample()));
  }

  @Test
  void isNoWiderThanATerminal() throws IOException, URISyntaxException {
    assertThat(Table.of(sample()).lines()).allMatch(line -> line.length() <= 120);
  }

  private static Path sample() throws URISyntaxException {
    URL resource = TableTest.class.getResource("sample/envelope.json");
    return Path.of(Objects.requireNonNull(resource).toURI()).resolveSibling(".").normalize();
  }
}
