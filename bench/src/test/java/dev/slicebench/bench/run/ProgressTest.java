package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.run.Cell.Load;
import dev.slicebench.store.SliceMode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Progress progress =
      Progress.on(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void saysWhatIsMeasuredAndHowLongItWillTakeYet() {
    Cell cell =
        Cell.of(Subject.APPEND, Protocol.REFERENCE, SliceMode.OFF, new Load(1000, 10, 1024), 8);

    progress.measuring(3, 41, cell, Duration.ofSeconds(70));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith(
            "\r[3/41] append OFF (reference), 1,000 events, 10 x 1,024 B, 8 callers, about 70 s left")
        .doesNotContain("\n");
  }

  @Test
  void leavesAnEmptyLine() {
    progress.preparing("preparing");
    progress.done();

    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith(" \r");
  }

  @Test
  void speaksOfTimeAsAPersonWould() {
    assertThat(Progress.words(Duration.ZERO)).isEqualTo("about 1 s");
    assertThat(Progress.words(Duration.ofSeconds(99))).isEqualTo("about 99 s");
    assertThat(Progress.words(Duration.ofSeconds(100))).isEqualTo("about 2 min");
    assertThat(Progress.words(Duration.ofMinutes(99))).isEqualTo("about 99 min");
    assertThat(Progress.words(Duration.ofMinutes(750))).isEqualTo("about 12.5 h");
  }
}
