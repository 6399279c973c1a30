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
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.conformance.history.ReadOutcome;
import dev.slicebench.conformance.history.check.CheckResult.HistoryVerdict;
import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            append("another", 3, 1, new AppendResult(1, true, false)),
            new End(3));

    CheckResult result = Checker.check(History.of(lines));

    assertThat(result.verdict()).isEqualTo(HistoryVerdict.INCONCLUSIVE);
    assertThat(result.shortfalls())
        .containsExactly(
            "stream 's' cannot be judged: line 3 sends an event twice, or with others or another payload than before");
  }

  /** Event stores tell events by their ids, so the second sending is a repeat of the first. */
  @Test
  void anIdWithTwoPayloadsIsAnAssumptionBroken() {
    List<HistoryLine> lines = new ArrayList<>(List.of(new Header(1, "a", "b", "c")));
    lines.add(unknown(List.of(new EventId(1, 1, 7))));
    lines.add(
        new Append(
            new Span(1, 3, 4),
            "s",
            ExpectedVersion.any(),
            List.of(new EventId(1, 1, 8)),
            new AppendOutcome.Acknowledged(new AppendResult(1, true, true))));
    lines.add(new End(2));

    CheckResult result = Checker.check(History.of(lines));

    assertThat(result.verdict()).isEqualTo(HistoryVerdict.INCONCLUSIVE);
    assertThat(result.findings()).isEmpty();
    assertThat(result.shortfalls())
        .singleElement()
        .asString()
        .contains("line 3 sends an event twice, or with others or another payload");
  }

  @Test
  void aHistoryThatAnswersNothingShowsNothing() {
    Header header = new Header(1, "a", "b", "c");
    for (List<HistoryLine> lines :
        List.<List<HistoryLine>>of(
            List.of(header, new End(0)),
            List.of(header, unknown(List.of(new EventId(1, 1, 0))), new End(1)))) {
      CheckResult result = Checker.check(History.of(lines));

      assertThat(result.verdict()).isEqualTo(HistoryVerdict.INCONCLUSIVE);
      assertThat(result.shortfalls())
          .containsExactly("nothing was seen: the history has no operation that was answered");
    }
  }

  @Test
  void theAnomalyThatCostsMostLeads() {
    List<HistoryLine> lines = new ArrayList<>(List.of(new Header(1, "a", "b", "c")));
    lines.add(append("told-wrongly", 1, 1, new AppendResult(1, false, false)));
    lines.add(append("lost", 1, 3, new AppendResult(1, true, false)));
    lines.add(
        new Load(
            new Span(1, 5, 6), "lost", LoadOptions.all(), List.of(), new ReadOutcome.Complete()));
    for (int i = 0; i < 10; i++) {
      AppendOutcome refused = new AppendOutcome.Refused("away");
      lines.add(append("lost", 2 + i, 7 + 2 * i, refused));
    }
    lines.add(new End(lines.size() - 1));

    CheckResult result = Checker.check(History.of(lines));

    assertThat(result.findings())
        .extracting(Violation::anomaly)
        .containsExactly(Anomaly.LOST_APPEND, Anomaly.WEDGED, Anomaly.WRONG_FLAG);
    assertThat(result.strongest()).contains(result.findings().get(0));
  }

  @Test
  void aLongHistoryIsCheckedFromItsFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("long.jsonl");
    CheckerSpeed.write(file, OPERATIONS);

    CheckResult result = HistoryCheck.of(file).result();

    assertThat(result.verdict()).as(result.toString()).isEqualTo(HistoryVerdict.SOUND);
    assertThat(result.tally().operations()).isEqualTo(OPERATIONS);
  }

  private static Append append(String stream, int event, long atNs, AppendResult told) {
    return append(stream, event, atNs, new AppendOutcome.Acknowledged(told));
  }

  private static Append append(String stream, int event, long atNs, AppendOutcome outcome) {
    return new Append(
        new Span(1, atNs, atNs + 1),
        stream,
        ExpectedVersion.any(),
        List.of(new EventId(1, event, 0)),
        outcome);
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
