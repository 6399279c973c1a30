package dev.slicebench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationsTest {

  private final Path results;

  VerificationsTest(@TempDir Path results) {
    this.results = results;
  }

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(results.resolve(Verifications.FOLDER));
  }

  @Test
  void aFolderWithoutVerificationsHasNone(@TempDir Path empty) throws IOException {
    assertThat(Verifications.read(empty)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schema\": 1, | is cut short or damaged: restore it",
        "{} | is of another format"
      })
  void aReportThatCannotBeReadIsNamedInALine(String content, String complaint) throws IOException {
    Path file = results.resolve(Verifications.FOLDER).resolve("redis.json");
    Files.writeString(file, content);

    assertThatThrownBy(() -> Verifications.read(results))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith(file + " " + complaint)
        .hasMessageNotContaining("\n");
  }
}
