package dev.slicebench.conformance.history.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The histories in the repository: each is named for the one anomaly that it shows, or sound. */
class GoldenHistoriesTest {

  @ParameterizedTest
  @MethodSource("histories")
  void showsWhatItIsNamedFor(Path file) {
    HistoryCheck check = HistoryCheck.of(file);

    assertThat(check.result().findings().stream().map(Violation::anomaly).distinct())
        .as(check.toString())
        .containsExactlyElementsOf(anomaly(file).toList());
    assertThat(check.result().shortfalls()).isEmpty();
    assertThat(check.result().findings())
        .allSatisfy(finding -> assertThat(finding.witness()).containsPattern("line \\d+"));
  }

  @Test
  void thereIsOneForEachAnomalyAndSoundOnes() throws IOException {
    assertThat(histories().flatMap(GoldenHistoriesTest::anomaly)).contains(Anomaly.values());
    assertThat(histories().filter(file -> anomaly(file).findAny().isEmpty())).isNotEmpty();
  }

  static Stream<Path> histories() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().toList().stream();
    }
  }

  private static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(GoldenHistoriesTest.class.getResource("/histories")).toURI());
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** The anomaly whose name the file's name begins with. */
  private static Stream<Anomaly> anomaly(Path file) {
    String name = file.getFileName().toString();
    List<Anomaly> named =
        Arrays.stream(Anomaly.values())
            .filter(
                anomaly ->
                    name.startsWith(anomaly.name().toLowerCase(Locale.ROOT).replace('_', '-')))
            .toList();
    assertThat(named.isEmpty()).as(name).isEqualTo(name.startsWith("sound-"));
    return named.stream();
  }
}
