package dev.slicebench.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.recommend.SampleRun;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyFiguresTest {

  /** CREATE_ONLY appends in 0.5 ms without latency. */
  @Test
  void theNewestRunWithLatencyOfTheSameSoftwareTellsTheTrips(@TempDir Path temp)
      throws IOException {
    new SampleRun().writeTo(temp.resolve("base"));
    delayed(10.5).with("startedAt", "2097-01-01T00:00:00Z").writeTo(temp.resolve("older"));
    delayed(15.5).with("startedAt", "2098-01-01T00:00:00Z").writeTo(temp.resolve("newer"));
    delayed(20.5)
        .with("startedAt", "2099-01-01T00:00:00Z")
        .daprd("1.99.0")
        .writeTo(temp.resolve("other"));

    assertThat(figure(temp).table().rows())
        .filteredOn(
            row ->
                row.get(0).equals("append")
                    && row.get(1).startsWith("10 events")
                    && row.get(2).equals("1,000")
                    && row.get(3).equals("CREATE_ONLY"))
        .singleElement()
        .satisfies(row -> assertThat(row.get(5)).startsWith("3"));
  }

  @Test
  void whereLatencyWasMeasuredOfOtherSoftwareAloneLinesArePredicted(@TempDir Path temp)
      throws IOException {
    new SampleRun().writeTo(temp.resolve("base"));
    Path with = delayed(10.5).daprd("1.99.0").writeTo(temp.resolve("with"));
    assertThat(figure(temp).note()).startsWith("Lines are predicted");

    delayed(10.5).writeTo(with);
    assertThat(figure(temp).note()).startsWith("Marks are measured");
  }

  private static Figure figure(Path results) throws IOException {
    List<Run> newestFirst = new ArrayList<>(Results.read(List.of(results)).runs());
    Collections.reverse(newestFirst);
    List<Run> delayed =
        newestFirst.stream().filter(run -> run.envelope().latency() != null).toList();
    Ledgers ledgers = Ledgers.of(Ledgers.read(Path.of("..", "results")).today());
    return LatencyFigures.of(newestFirst, delayed, ledgers, "id").orElseThrow();
  }

  private static SampleRun delayed(double ms) {
    return new SampleRun().storeLatency(5).appends("CREATE_ONLY", ms, ms, ms);
  }
}
