package dev.slicebench.answer.report;

import dev.slicebench.answer.Answer;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.run.Block;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.run.RunScores;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.evidence.verification.FaultKind;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.evidence.verification.SafetyEvidence;
import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Soaked;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Renders a report as Markdown that is short enough for a pull request. */
public final class MarkdownReport {

  private MarkdownReport() {}

  /** Returns the answers, the safety of the modes, and one table of times. */
  public static String of(Report report) {
    StringBuilder text = new StringBuilder("### Which SliceMode should I use?\n\n");
    for (Answer answer : report.answers()) {
      text.append("* ")
          .append(Report.title(answer))
          .append(": **")
          .append(answer.advice())
          .append("**")
          .append(answer.reason())
          .append('\n');
    }
    text.append("\n#### Which modes are safe\n\n");
    safety(text, report.stores());
    text.append(
        "\n#### Milliseconds, with the 95 % confidence interval, and as a multiple of floor and own"
            + " calls\n\n");
    row(
        text,
        "store",
        List.of("mode", "append", "× floor", "× calls", "load", "× floor", "× calls"));
    row(text, "---", List.of("---", "---:", "---:", "---:", "---:", "---:", "---:"));
    report.stores().forEach(store -> store.runs().forEach(run -> times(text, run, store)));
    return text.append("\nOf the first case of each run, on its longest stream: ")
        .append(cases(report))
        .append(
            ". The floor is the fewest raw Dapr calls that could do it, the own calls those that the"
                + " mode makes, sent raw. All on ")
        .append(report.machines())
        .append(".\n")
        .toString();
  }

  /**
   * Returns the table store by mode of what was verified; behind a safe mode stands once in how
   * many appends a fault may be and would have been seen.
   */
  public static String safety(List<VerificationReport> verified) {
    StringBuilder text = new StringBuilder();
    headOfSafety(text);
    for (StoreReport store : StoreReport.of(verified)) {
      row(
          text,
          store.title(),
          Stream.of(SliceMode.values())
              .map(mode -> store.verdict(mode) + power(store, mode, verified))
              .toList());
    }
    return text.toString();
  }

  private static String power(
      StoreReport store, SliceMode mode, List<VerificationReport> verified) {
    return isSafe(store, mode)
        ? SafetyEvidence.power(store.sidecar(), mode, verified)
            .map(Power::odds)
            .map(" (%s)"::formatted)
            .orElse("")
        : "";
  }

  /** Returns the table fault by store: once in how many times it may be and would be seen. */
  public static String power(List<VerificationReport> verified) {
    StringBuilder text = new StringBuilder();
    row(text, "fault", verified.stream().map(one -> StoreReport.title(one.sidecar())).toList());
    row(text, "---", verified.stream().map(one -> "---").toList());
    for (FaultKind kind : FaultKind.values()) {
      if (kind != FaultKind.APPEND) {
        row(text, kind.words(), verified.stream().map(one -> power(one, kind, null)).toList());
      }
    }
    for (SliceMode mode : SliceMode.values()) {
      row(
          text,
          "%s, in `%s`".formatted(FaultKind.APPEND.words(), mode),
          verified.stream().map(one -> power(one, FaultKind.APPEND, mode)).toList());
    }
    return text.toString();
  }

  private static String power(VerificationReport of, FaultKind kind, @Nullable SliceMode mode) {
    return told(of, kind, mode).orElseGet(() -> Power.of(kind, mode, 0)).toString();
  }

  /** Empty where an older verification does not tell. */
  private static Optional<Power> told(
      VerificationReport of, FaultKind kind, @Nullable SliceMode mode) {
    return of.power().stream().filter(one -> one.kind() == kind && one.mode() == mode).findFirst();
  }

  /**
   * Returns the table of what was soaked, and behind it in words whatever is not safe, or older
   * than the counts.
   */
  public static String soaks(List<VerificationReport> soaks) {
    StringBuilder table = new StringBuilder();
    StringBuilder words = new StringBuilder();
    row(
        table,
        "store",
        List.of(
            "mode",
            "verdict",
            "appends acknowledged",
            "conflicts",
            "unknown",
            "loads and heads",
            "faults",
            "rounds",
            "power"));
    row(table, "---", List.of("---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---"));
    for (VerificationReport soak : soaks) {
      for (ModeReport mode : soak.modes()) {
        Soaked soaked = mode.soaked();
        if (soaked != null) {
          row(table, StoreReport.title(soak.sidecar()), cells(soak, mode, soaked));
        }
        if (soaked == null || mode.verdict() != Verdict.SAFE) {
          mode.soak().ifPresent(found -> words.append(inWords(soak, mode, found)));
        }
      }
    }
    return words.isEmpty() ? table.toString() : table + "\n" + words;
  }

  private static List<String> cells(VerificationReport soak, ModeReport mode, Soaked soaked) {
    Tally tally = soaked.tally();
    return List.of(
        "`" + mode.mode() + "`",
        mode.verdict().word(),
        Numbers.of((double) tally.acknowledged()),
        Numbers.of((double) tally.conflicts()),
        Numbers.of((double) tally.unknown()),
        Numbers.of((double) tally.loads() + tally.heads()),
        Numbers.of((double) tally.faults()),
        Numbers.of((double) soaked.rounds()),
        SafetyEvidence.power(soak.sidecar(), mode.mode(), List.of(soak))
            .map(Power::odds)
            .orElse("-"));
  }

  private static String inWords(VerificationReport soak, ModeReport mode, Finding found) {
    return "* `%s` on %s: **%s**, %s\n"
        .formatted(
            mode.mode(), StoreReport.title(soak.sidecar()), mode.verdict().word(), found.detail());
  }

  private static void safety(StringBuilder text, List<StoreReport> stores) {
    headOfSafety(text);
    for (StoreReport store : stores) {
      row(text, store.title(), Stream.of(SliceMode.values()).map(store::verdict).toList());
    }
  }

  private static void headOfSafety(StringBuilder text) {
    row(text, "store", Stream.of(SliceMode.values()).map(mode -> "`" + mode + "`").toList());
    row(text, "---", Stream.of(SliceMode.values()).map(mode -> "---").toList());
  }

  private static String cases(Report report) {
    return report.runs().stream()
        .map(run -> new RunScores(run.envelope(), run.scores()))
        .flatMap(figures -> figures.blocks().stream().limit(1))
        .map(Block::label)
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static void times(StringBuilder text, Run run, StoreReport store) {
    String title = store.title(run) + ", " + Provenance.day(run.envelope());
    RunScores figures = new RunScores(run.envelope(), run.scores());
    figures.blocks().stream()
        .limit(1)
        .forEach(
            block -> {
              for (SliceMode mode : SliceMode.values()) {
                if (figures.cells().anyMatch(cell -> cell.mode() == mode)) {
                  List<String> append = time(figures, block, mode, Benchmark.APPEND);
                  List<String> load = time(figures, block, mode, Benchmark.LOAD_WHOLE);
                  row(
                      text,
                      title,
                      Stream.of(List.of(name(mode, store)), append, load)
                          .flatMap(List::stream)
                          .toList());
                }
              }
            });
  }

  /** Returns the mode, with its verdict unless that is safe. */
  private static String name(SliceMode mode, StoreReport store) {
    return "`" + mode + "`" + (isSafe(store, mode) ? "" : " (" + store.verdict(mode) + ")");
  }

  private static boolean isSafe(StoreReport store, SliceMode mode) {
    return store.safety(mode).filter(one -> one.verdict() == Verdict.SAFE).isPresent();
  }

  /** On the longest stream. */
  private static List<String> time(
      RunScores figures, Block block, SliceMode mode, Benchmark subject) {
    SortedSet<Integer> lengths = figures.lengths(block, subject);
    if (lengths.isEmpty()) {
      return List.of("", "", "");
    }
    BenchmarkCase cell =
        BenchmarkCase.of(
            subject, Protocol.SLICEBENCH, mode, block.shape(lengths.last()), block.callers());
    Score score = figures.score(cell);
    if (score == null) {
      return List.of(figures.failure(cell).isPresent() ? "failed" : "", "", "");
    }
    return List.of(
        Numbers.of(score.perOp(), score.error()),
        StoreFigures.quotient(score, figures.floor(cell)),
        StoreFigures.quotient(score, figures.ownCalls(cell)));
  }

  private static void row(StringBuilder text, String first, List<String> others) {
    text.append("| ").append(first.replace("|", "\\|"));
    others.forEach(cell -> text.append(" | ").append(cell.replace("|", "\\|")));
    text.append(" |\n");
  }
}
