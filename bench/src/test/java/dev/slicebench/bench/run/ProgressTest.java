package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.SliceMode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Progress progress =
      Progress.on(new PrintStream(bytes, true, StandardCharsets.UTF_8), 80);

  @Test
  void saysWhatIsMeasuredAndHowLongItWillTakeYet() {
    BenchmarkCase cell =
        BenchmarkCase.of(
            Benchmark.APPEND, Protocol.ORIGINAL, SliceMode.OFF, new StreamShape(1000, 10, 1024), 8);

    progress.measuring(3, 41, cell, Duration.ofSeconds(70));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("\r[3/41] about 70 s left: append OFF (original), 1,000 events, 10 x 1,024 B")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 200})
  void noLineReachesTheLastColumnWhereATerminalWouldBeginANewOne(int columns) {
    Progress narrow = Progress.on(new PrintStream(bytes, true, StandardCharsets.UTF_8), columns);
    BenchmarkCase cell =
        BenchmarkCase.of(
            Benchmark.CONTENDED_APPEND,
            Protocol.ORIGINAL,
            SliceMode.OFF_AND_SHARED_ALL,
            new StreamShape(10_000, 10, 10_240),
            128);

    narrow.preparing("finding out which modes are safe here, which takes a while on some stores");
    narrow.measuring(100, 410, cell, Duration.ofHours(70));
    narrow.comparing(1, 22, cell, Duration.ofSeconds(70));
    narrow.soaking("OFF_AND_SHARED_ALL", 0, 123_456, 1_000_000, 1_000_000_000_000L);
    narrow.done();

    assertThat(bytes.toString(StandardCharsets.UTF_8).split("\r", -1))
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.length() < columns);
  }

  @Test
  void aFileGetsAWholeLineNowAndThen() {
    AtomicLong nanos = new AtomicLong();
    Progress plain =
        Progress.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get);

    plain.preparing("one");
    nanos.addAndGet(1_000_000_000L);
    plain.preparing("too soon");
    nanos.addAndGet(20_000_000_000L);
    plain.preparing("two");
    plain.done();

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly("one", "two");
  }

  @Test
  void theScriptTellsWhatTheTerminalIs() {
    assertThat(Terminal.of("132", false, Map.of())).isEqualTo(new Terminal(true, 132));
    assertThat(Terminal.of("0", true, Map.of())).isEqualTo(new Terminal(false, 80));
    assertThat(Terminal.of(null, true, Map.of("COLUMNS", "60"))).isEqualTo(new Terminal(true, 60));
    assertThat(Terminal.of(null, true, Map.of("COLUMNS", "x"))).isEqualTo(new Terminal(true, 80));
    assertThat(Terminal.of("80", true, Map.of("CI", "true"))).isEqualTo(new Terminal(false, 80));
    assertThat(Terminal.of("1", true, Map.of())).isEqualTo(new Terminal(true, 80));
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
