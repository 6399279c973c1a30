package dev.slicebench.answer.report;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.chart.Canvas;
import dev.slicebench.answer.figure.FigurePage;
import dev.slicebench.answer.figure.FigurePage.SectionView;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Source;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A report as one HTML file that needs nothing else: no network, no script. */
public final class HtmlReport {

  private final Report report;
  private final FigurePage figures;

  private HtmlReport(Report report, Canvas canvas) {
    this.report = report;
    this.figures = new FigurePage(canvas);
  }

  /** The page, drawn with {@code canvas}. */
  public static String of(Report report, Canvas canvas) {
    return new HtmlReport(report, canvas).render();
  }

  // What the template sees; the names are its.

  private record Page(
      String machine,
      List<AnswerView> answers,
      List<String> modes,
      List<SafetyView> safety,
      List<SectionView> sections,
      List<RunView> runs,
      String omitted,
      boolean emulated,
      boolean embedded) {}

  private record AnswerView(String store, String advice, String reason, String where) {}

  private record SafetyView(String store, List<StandingView> standings) {}

  private record StandingView(
      String mode, String verdict, String kind, String sign, String reason, String source) {}

  private record RunView(
      String store,
      String sidecar,
      String component,
      String day,
      String profile,
      String commit,
      String jvm,
      String status,
      String folder) {}

  private String render() {
    Page page =
        new Page(
            report.machines(),
            report.answers().stream().map(HtmlReport::answer).toList(),
            Stream.of(SliceMode.values()).map(SliceMode::name).toList(),
            report.safety().stream().map(HtmlReport::safety).toList(),
            report.sections().stream().map(figures::section).toList(),
            report.runs().stream().map(this::run).toList(),
            report.omitted() == 0 ? "" : String.valueOf(report.omitted()),
            report.runs().stream().anyMatch(run -> Provenance.isEmulated(run.envelope())),
            report.runs().stream().anyMatch(run -> Provenance.isEmbedded(run.envelope())));
    return FigurePage.fill(HtmlReport.class, "report.html", page);
  }

  private static AnswerView answer(Answer answer) {
    return new AnswerView(
        Report.title(answer),
        answer.advice(),
        answer.reason(),
        Provenance.sentence(answer.newest()));
  }

  private static SafetyView safety(StoreSafety safety) {
    return new SafetyView(
        safety.store(), Stream.of(SliceMode.values()).map(mode -> standing(mode, safety)).toList());
  }

  private static StandingView standing(SliceMode mode, StoreSafety safety) {
    return safety.standings().stream()
        .filter(standing -> standing.mode() == mode)
        .findFirst()
        .map(HtmlReport::standing)
        .orElse(new StandingView(mode.name(), "not tried", "none", "·", "", ""));
  }

  private static StandingView standing(Safety standing) {
    String sign =
        switch (standing.verdict()) {
          case SAFE -> "✓";
          case UNSAFE -> "✗";
          case UNSUPPORTED -> "–";
          case UNPROVEN, INCONCLUSIVE -> "?";
        };
    Verdict shown =
        standing.verdict() == Verdict.INCONCLUSIVE ? Verdict.UNPROVEN : standing.verdict();
    return new StandingView(
        standing.mode().name(),
        standing.verdict().word(),
        shown.word(),
        sign,
        standing.reason(),
        standing.evidence());
  }

  private RunView run(Run run) {
    Envelope envelope = run.envelope();
    return new RunView(
        Report.title(run, report.labels()),
        envelope.sidecar().kind().name().toLowerCase(Locale.ROOT)
            + ", daprd "
            + envelope.sidecar().daprVersion(),
        envelope.sidecar().component().type() + " " + envelope.sidecar().component().version(),
        Provenance.day(envelope),
        envelope.profile(),
        commit(envelope.source()),
        envelope.machine().jvm(),
        envelope.status() == Envelope.Status.OK ? "whole" : envelope.broken().size() + " failed",
        String.valueOf(run.folder().getFileName()));
  }

  private static String commit(Source source) {
    String commit = source.commit();
    return commit == null
        ? "unknown"
        : commit.substring(0, Math.min(10, commit.length())) + (source.dirty() ? ", changed" : "");
  }
}
