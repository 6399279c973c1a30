package dev.slicebench.answer.report;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.figure.FigurePage;
import dev.slicebench.answer.figure.Section;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.Coefficients;
import dev.slicebench.answer.recommend.Workload;
import dev.slicebench.evidence.Source;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report as one HTML file that needs nothing else, and no network. */
public final class HtmlReport {

  private final Report report;
  private final List<Answer> answers;
  private final List<Coefficients> coefficients;

  private HtmlReport(Report report) {
    this.report = report;
    this.answers = report.advice().map(Advice::answers).orElse(List.of());
    this.coefficients = report.advice().map(Advice::coefficients).orElse(List.of());
  }

  /** Returns the page. */
  public static String of(Report report) {
    return FigurePage.of(
        HtmlReport.class, "report.html", new HtmlReport(report).page(), "ranking.js");
  }

  /** Returns every figure in the page. */
  static List<Figure> figures(Report report) {
    Page page = new HtmlReport(report).page();
    return Stream.of(
            page.stores().stream().flatMap(store -> store.figures().stream()),
            page.stores().stream().flatMap(store -> sections(store.sections())),
            sections(page.sections()))
        .flatMap(figures -> figures)
        .toList();
  }

  private static Stream<Figure> sections(List<Section> sections) {
    return sections.stream().flatMap(section -> section.figures().stream());
  }

  // What the template sees; the names are its.

  record Page(
      List<Store> stores,
      List<Section> sections,
      @Nullable Workload workload,
      String machines,
      String omitted,
      boolean emulated,
      boolean embedded) {}

  record Store(
      String id,
      String title,
      String advice,
      String reason,
      String where,
      boolean measured,
      List<ModeRow.Cell> columns,
      List<ModeRow> modes,
      String coefficients,
      List<Figure> figures,
      List<Section> sections,
      List<RunRow> runs) {}

  record RunRow(
      String store,
      String sidecar,
      String day,
      String profile,
      String commit,
      String jvm,
      String status,
      String folder) {}

  private Page page() {
    List<Store> stores = new ArrayList<>();
    report.stores().forEach(store -> stores.add(store(store, "store-" + (stores.size() + 1))));
    return new Page(
        stores,
        report.ledgers().stream().map(Ledgers::today).map(CostFigures::section).toList(),
        coefficients.isEmpty() ? null : report.advice().map(Advice::workload).orElse(null),
        report.machines(),
        report.omitted() == 0 ? "" : String.valueOf(report.omitted()),
        report.runs().stream().anyMatch(run -> Provenance.isEmulated(run.envelope())),
        report.runs().stream().anyMatch(run -> Provenance.isEmbedded(run.envelope())));
  }

  private Store store(StoreReport store, String id) {
    List<ModeRow> modes = ModeRow.of(store, report.ledgers());
    return new Store(
        id,
        store.title(),
        store.answer().map(Answer::advice).orElse(""),
        store
            .answer()
            .map(Answer::reason)
            .or(() -> report.advice().flatMap(advice -> advice.verified(store.sidecar())))
            .orElse(""),
        store.runs().stream().findFirst().map(Provenance::sentence).orElse(""),
        !store.runs().isEmpty(),
        modes.get(0).cells(),
        modes,
        store
            .answer()
            .map(answers::indexOf)
            .map(coefficients::get)
            .filter(one -> !one.settings().isEmpty())
            .map(FigurePage::json)
            .orElse(""),
        store.glance(id).stream().toList(),
        store.sections(id, report.ledgers()),
        store.runs().stream().map(run -> run(run, store)).toList());
  }

  private static RunRow run(Run run, StoreReport store) {
    Envelope envelope = run.envelope();
    return new RunRow(
        store.title(run),
        envelope.sidecar().kind().name().toLowerCase(Locale.ROOT)
            + ", daprd "
            + envelope.sidecar().daprVersion(),
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
