package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A load holds a part of the stream in memory, however long it is. */
class LongStreamTest {

  @ParameterizedTest
  @CsvSource({"OFF, 1", "TRANSACTIONAL, 10", "TWO_PHASED, 50", "CREATE_ONLY, 50"})
  void aMillionEventsOfAKilobyteAreLoadedIn64Megabytes(SliceMode mode, int sliceLength)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LongStream.class.getName(),
                mode.name(),
                "1000000",
                String.valueOf(sliceLength))
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output.strip()).endsWith("loaded");
    assertThat(process.waitFor()).isZero();
  }
}
