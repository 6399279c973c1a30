package dev.slicebench.conformance.history.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.history.AppendOutcome;
import dev.slicebench.conformance.history.CheckerSpeed;
import dev.slicebench.conformance.history.EventId;
import dev.slicebench.conformance.history.History;
import dev.slicebench.conformance.history.HistoryLine;
import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryLine.End;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.conformance.history.check.CheckResult.HistoryVerdict;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.ExpectedVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the checker says beside anomalies. */
class CheckerTest {

  private static final int OPERATIONS = 50_000;

  @Test
  void tooLittleOfWhatWasAskedForIsInconclusive() {
    List<HistoryLine> lines = new ArrayList<>(ModelHistory.of(1, 4, 20));
    Tally tally = Checker.check(History.of(lines)).tally();

    lines.add(1, new Demand(tally.overlapping(), tally.conflicts(), tally.unknown()));
    assertThat(Checker.check(History.of(lines)).verdict()).isEqualTo(HistoryVerdict.SOUND);

    lines.set(1, new Demand(tally.overlapping() + 1, tally.conflicts() + 1, tally.unknown() + 1));
    CheckResult result = Checker.check(History.of(lines));
    assertThat(result.verdict()).isEqualTo(HistoryVerdict.INCONCLUSIVE);
    assertThat(result.shortfalls())
        .satisfiesExactly(
            shortfall -> assertThat(shortfall).startsWith("too few appends that overlapped: "),
            shortfall -> assertThat(shortfall).startsWith("too few conflicts: "),
            shortfall -> assertThat(shortfall).startsWith("too few unknown outcomes: "));
  }

  /** Versions at their ends, as a wrong store may tell them: no sum of them hides it. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
  void aVersionThatNoAppendCanHaveIsWrong(long told) {
    List<HistoryLine> lines =
        List.of(
            new Header(1, "a", "b", "c"),
            new Append(
                new Span(1, 1, 2),
                "s",
                ExpectedVersion.any(),
                List.of(new EventId(1, 1, 0)),
                new AppendOutcome.Acknowledged(new AppendResult(told, false, false))),
            new End(1));

    assertThat(Checker.check(History.of(lines)).findings())
        .extracting(Violation::anomaly)
        .contains(Anomaly.WRONG_VERSION);
  }

  @Test
  void anEventInTwoBatchesIsAnAssumptionBrokenNotAnAnomaly() {
    EventId shared = new EventId(1, 1, 0);
    List<HistoryLine> lines =
        List.of(
            new Header(1, "a", "b", "c"),
            unknown(List.of(shared)),
            unknown(List.of(shared, new EventId(1, 2, 0))),
            new End(2));

    CheckResult result = Checker.check(History.of(lines));

    assertThat(result.verdict()).isEqualTo(HistoryVerdict.INCONCLUSIVE);
    assertThat(result.shortfalls())
        .containsExactly(
            "stream 's' cannot be judged: line 3 sends an event twice, or with others than before");
  }

  @Test
  void theFirstFindingOfAKindIsHandedOut() {
    List<HistoryLine> wrong =
        AnomalyInjector.plant(Anomaly.GAP, ModelHistory.of(3, 4, 20)).orElseThrow();

    CheckResult result = Checker.check(History.of(wrong));

    assertThat(result.first(Set.of(Anomaly.GAP, Anomaly.REORDER)))
        .get()
        .returns(Anomaly.GAP, Violation::anomaly);
    assertThat(result.first(Set.of(Anomaly.REORDER))).isEmpty();
  }

  @Test
  void aLongHistoryIsCheckedFromItsFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("long.jsonl");
    CheckerSpeed.write(file, OPERATIONS);

    CheckResult result = HistoryCheck.of(file).result();

    assertThat(result.verdict()).as(result.toString()).isEqualTo(HistoryVerdict.SOUND);
    assertThat(result.tally().operations()).isEqualTo(OPERATIONS);
  }

  private static Append unknown(List<EventId> events) {
    return new Append(
        new Span(1, 1, 2),
        "s",
        ExpectedVersion.any(),
        events,
        new AppendOutcome.Unknown("no answer"));
  }
}
