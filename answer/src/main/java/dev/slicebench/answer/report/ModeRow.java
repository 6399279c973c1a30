package dev.slicebench.answer.report;

import dev.slicebench.answer.figure.ModeStyle;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.LedgerRow;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Block;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.run.RunScores;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mode on one store, as the page's first table shows it: safety, time and cost side by side.
 *
 * @param kind the verdict, as the style sheet names it
 * @param cells an operation each
 */
record ModeRow(
    String mode,
    String color,
    String symbol,
    String verdict,
    String kind,
    String sign,
    String reason,
    String evidence,
    List<Cell> cells) {

  /**
   * What an operation takes.
   *
   * @param cost request units and calls, as far as they are known
   */
  record Cell(String operation, String time, String cost) {}

  /** Returns a row for each mode, the best first where there is an answer. */
  static List<ModeRow> of(StoreReport store, Optional<Ledgers> ledgers) {
    List<SliceMode> ranked =
        store.answer().stream()
            .flatMap(answer -> answer.safety().stream())
            .map(Safety::mode)
            .toList();
    return Stream.concat(ranked.stream(), Stream.of(SliceMode.values()))
        .distinct()
        .map(mode -> row(mode, store, ledgers))
        .toList();
  }

  private static ModeRow row(SliceMode mode, StoreReport store, Optional<Ledgers> ledgers) {
    Optional<Safety> safety = store.safety(mode);
    String kind =
        safety
            .map(Safety::verdict)
            .map(verdict -> verdict == Verdict.INCONCLUSIVE ? Verdict.UNPROVEN : verdict)
            .map(Verdict::word)
            .orElse("none");
    return new ModeRow(
        mode.name(),
        ModeStyle.of(mode).color(),
        ModeStyle.of(mode).symbol(),
        store.verdict(mode),
        kind,
        switch (kind) {
          case "safe" -> "✓";
          case "unsafe" -> "✗";
          case "unsupported" -> "–";
          case "unproven" -> "?";
          default -> "·";
        },
        safety.map(Safety::reason).orElse(""),
        safety.map(Safety::evidence).orElse(""),
        store.runs().stream()
            .limit(1)
            .flatMap(run -> cells(mode, run, ledgers.map(all -> all.at(run.startedAt()))))
            .toList());
  }

  /** On the longest streams of the first case that was measured. */
  private static Stream<Cell> cells(SliceMode mode, Run run, Optional<Ledger> ledger) {
    RunScores scores = new RunScores(run.envelope(), run.scores());
    return scores.blocks().stream()
        .limit(1)
        .flatMap(
            block ->
                Stream.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE, Benchmark.LOAD_TAIL)
                    .filter(scores.benchmarks(block)::contains)
                    .map(subject -> cell(subject, mode, block, run, scores, ledger)));
  }

  private static Cell cell(
      Benchmark subject,
      SliceMode mode,
      Block block,
      Run run,
      RunScores scores,
      Optional<Ledger> ledger) {
    int length = scores.lengths(block, subject).last();
    BenchmarkCase wanted =
        BenchmarkCase.of(subject, Protocol.SLICEBENCH, mode, block.shape(length), block.callers());
    Score score = scores.score(wanted);
    Stream<String> calls =
        ledger.flatMap(counted -> counted.row(wanted)).map(LedgerRow::cost).stream()
            .map(cost -> Numbers.of(cost.calls()) + (cost.calls() == 1 ? " call" : " calls"));
    return new Cell(
        switch (subject) {
          case APPEND -> "append of " + block.eventsPerAppend();
          case LOAD_WHOLE -> String.format(Locale.ROOT, "load of %,d", length);
          default -> subject.label();
        },
        score == null ? "–" : Numbers.of(score.perOp(), score.error()) + " ms",
        score == null
            ? ""
            : Stream.concat(charge(run, wanted), calls)
                .reduce((one, other) -> one + ", " + other)
                .orElse(""));
  }

  private static Stream<String> charge(Run run, BenchmarkCase wanted) {
    RequestUnits units = run.envelope().requestUnits();
    return units == null
        ? Stream.empty()
        : units.charges().stream()
            .filter(charge -> charge.cell().equals(wanted))
            .map(charge -> Numbers.of(charge.requestUnits()) + " RU");
  }
}
