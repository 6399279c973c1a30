package dev.slicebench.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.evidence.BenchmarkCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkJarTest {

  private static final String APPEND = "dev.slicebench.bench.jmh.AppendBenchmark.append";
  private static final Map<String, Set<String>> PARAMETERS =
      Map.of(
          "protocol", Set.of("SLICEBENCH", "ORIGINAL"),
          "mode", Set.of("OFF"),
          "streamLength", Set.of("1"),
          "eventsPerAppend", Set.of("1"),
          "payloadBytes", Set.of("100"));

  @Test
  void readsWhatJmhLists() {
    assertThat(
            BenchmarkJar.parse(
                List.of(
                    "Benchmarks:",
                    "a.B.one",
                    "param \"mode\" = {OFF, TWO_PHASED}",
                    "param \"size\" = {1, 10}",
                    "a.B.two")))
        .containsEntry(
            "a.B.one", Map.of("mode", Set.of("OFF", "TWO_PHASED"), "size", Set.of("1", "10")))
        .containsEntry("a.B.two", Map.of());
  }

  @Test
  void numbersNeedNotBeListedAndWordsMust() {
    assertThat(jar(APPEND, PARAMETERS).lacks(Recordings.CELLS.get(0))).isEmpty();
    assertThat(jar(APPEND, with("mode", Set.of("TWO_PHASED"))).lacks(Recordings.CELLS.get(0)))
        .hasValue("has no mode OFF");
  }

  @Test
  void saysWhatAnOlderBuildHasNot() {
    assertThat(jar("a.B.one", PARAMETERS).lacks(Recordings.CELLS.get(0)))
        .hasValue("has no AppendBenchmark.append");
    assertThat(jar(APPEND, with("callers", Set.of("1"))).lacks(Recordings.CELLS.get(0)))
        .hasValueSatisfying(lack -> assertThat(lack).startsWith("knows the parameters callers, "));
  }

  @Test
  void asksAnOlderBuildByTheNamesThatItKnows() {
    BenchmarkJar older = jar(APPEND, with("protocol", Set.of("OURS", "REFERENCE")));
    BenchmarkCase cell = Recordings.CELLS.get(0);

    assertThat(older.lacks(cell)).isEmpty();
    assertThat(older.arguments(cell)).contains("protocol=OURS");
    assertThat(jar(APPEND, PARAMETERS).arguments(cell)).contains("protocol=SLICEBENCH");
  }

  @Test
  void whatIsNoJarOfBenchmarksIsOneClearLine(@TempDir Path temp) throws IOException {
    Path text = Files.writeString(temp.resolve("text.jar"), "no jar");

    assertThatThrownBy(() -> BenchmarkJar.open(new Build("text", null, text)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(text + " holds no benchmarks (")
        .hasMessageEndingWith("give a benchmarks.jar that './slicebench' has built, or a commit")
        .hasMessageNotContaining("\n");
  }

  private static BenchmarkJar jar(String benchmark, Map<String, Set<String>> parameters) {
    return new BenchmarkJar(
        new Build("some", null, Path.of("some.jar")), Map.of(benchmark, parameters));
  }

  private static Map<String, Set<String>> with(String name, Set<String> values) {
    Map<String, Set<String>> changed = new java.util.HashMap<>(PARAMETERS);
    changed.put(name, values);
    return changed;
  }
}
