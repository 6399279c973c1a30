package dev.slicebench.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.bench.compare.Comparison.CompareOptions;
import dev.slicebench.bench.ruler.RulerPart;
import dev.slicebench.bench.run.Progress;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole comparisons of one or two tiny cells, in forks, against an embedded sidecar. */
class ComparisonTest {

  private static final Path RESULTS = Path.of("target", "results");
  private static final Effort TINY =
      new Effort(1, 5, 20, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
  private static final BenchmarkCase APPEND =
      BenchmarkCase.of(
          Benchmark.APPEND, Protocol.SLICEBENCH, SliceMode.OFF, new StreamShape(1, 1, 100), 1);
  private static final BenchmarkCase LOAD =
      BenchmarkCase.of(
          Benchmark.LOAD_WHOLE,
          Protocol.SLICEBENCH,
          SliceMode.TRANSACTIONAL,
          new StreamShape(5, 5, 100),
          1);

  /** The original has no such mode. */
  private static final BenchmarkCase BREAKING =
      BenchmarkCase.of(
          Benchmark.APPEND,
          Protocol.ORIGINAL,
          SliceMode.CREATE_ONLY,
          new StreamShape(1, 1, 100),
          1);

  private static Sidecar sidecar;

  private final RegressedBuild plant;
  private final Path temp;

  ComparisonTest(@TempDir Path temp) {
    this.temp = temp;
    this.plant = new RegressedBuild(temp, RegressedBuild.ownClassPath());
  }

  @BeforeAll
  static void start() {
    sidecar = EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT);
  }

  @AfterAll
  static void stop() {
    sidecar.close();
  }

  @Test
  void aBuildMakesAsManyCallsAsItself() throws IOException {
    Path jar = plant.nothing();

    Recording recording = compare(jar, jar, APPEND, LOAD);

    assertThat(recording.rows()).extracting(Recording.Row::cell).containsExactly(APPEND, LOAD);
    for (Recording.Row row : recording.rows()) {
      assertThat(row.pairs())
          .singleElement()
          .satisfies(
              pair -> {
                assertThat(pair.base().operations()).isPositive();
                assertThat(pair.base().undisturbedMs()).isPositive();
                assertThat(pair.base().callsPerOperation())
                    .isEqualTo(pair.head().callsPerOperation());
                assertThat(pair.ruler()).containsOnlyKeys(RulerPart.values());
              });
    }
    assertThat(recording.notDeleted()).isEmpty();
    assertThat(judge(recording).overall()).isNotEqualTo(ComparisonVerdict.MORE_CALLS);
    Files.writeString(temp.resolve(Recording.FILE), recording.json());
    assertThat(Recording.read(temp)).isEqualTo(recording);
  }

  @Test
  void aPlantedCallIsFound() throws IOException {
    Recording recording = compare(plant.nothing(), plant.extraCall(), APPEND);

    assertThat(judge(recording).overall()).isEqualTo(ComparisonVerdict.MORE_CALLS);
    assertThat(new ComparisonReport(recording, judge(recording)).text()).contains("1 -> 2");
  }

  /** Ten times as long, so that no noise hides it. */
  @Test
  void whatTakesLongerIsTheHead() throws IOException {
    Recording recording = compare(plant.nothing(), plant.slower(900), LOAD);

    assertThat(judge(recording).rows())
        .singleElement()
        .satisfies(row -> assertThat(row.shift().ratio()).isGreaterThan(2));
  }

  @Test
  void aCellThatTheBaseFailsOnIsLeftOutWithTheReason() throws IOException {
    Path jar = plant.nothing();

    Recording recording = compare(jar, jar, BREAKING, APPEND);

    assertThat(recording.rows()).extracting(Recording.Row::cell).containsExactly(APPEND);
    assertThat(recording.leftOut())
        .singleElement()
        .satisfies(
            note ->
                assertThat(note.reason())
                    .startsWith("base fails: ")
                    .contains("the original has no mode CREATE_ONLY"));
    assertThat(recording.broken()).isEmpty();
  }

  @Test
  void whereNothingCanBeComparedThatIsOneClearLine() throws IOException {
    Path jar = plant.nothing();

    assertThatThrownBy(() -> compare(jar, jar, BREAKING))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("nothing could be compared: append CREATE_ONLY (original)")
        .hasMessageContaining("the original has no mode CREATE_ONLY");
  }

  @Test
  void buildsWithNothingInCommonAreOneClearLine() throws IOException {
    Path jar = plant.nothing();
    BenchmarkCase unknown =
        BenchmarkCase.floor(Benchmark.SAVE_FLOOR, new StreamShape(0, 1, 100), 1);
    BenchmarkCase withMode =
        new BenchmarkCase(
            unknown.benchmark(),
            Protocol.SLICEBENCH,
            SliceMode.OFF,
            unknown.shape(),
            unknown.callers());

    assertThatThrownBy(() -> compare(jar, jar, withMode))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the two builds have no benchmark in common that was asked for: ");
  }

  private static Recording compare(Path base, Path head, BenchmarkCase... cells)
      throws IOException {
    return Comparison.run(
        sidecar,
        new CompareOptions(
            BenchmarkJar.open(new Build("base", null, base)),
            BenchmarkJar.open(new Build("head", null, head)),
            List.of(cells),
            TINY,
            RESULTS),
        Progress.silent(),
        Clock.systemUTC());
  }

  private static Judgement judge(Recording recording) {
    return Judgement.of(recording, new Random(1));
  }
}
