package dev.slicebench.bench.report.page;

import dev.slicebench.bench.chart.Chart;
import dev.slicebench.bench.report.Results;
import dev.slicebench.bench.report.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report says, apart from its look.
 *
 * @param runs what it is made from, the latest run of each configuration
 * @param omitted how many older runs it leaves out
 * @param safety store by store
 * @param sections the evidence
 */
public record Report(
    List<Run> runs, int omitted, List<StoreSafety> safety, List<Section> sections) {

  /** A report on results, which must be of one machine. */
  public static Report of(Results results) {
    List<Run> runs = results.latest();
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      sections.add(section(runs.get(i), "store-" + (i + 1)));
    }
    return new Report(
        runs,
        results.runs().size() - runs.size(),
        runs.stream().map(StoreSafety::of).toList(),
        sections);
  }

  /** Every chart by a name of its own, fit for a file. */
  public Map<String, Chart> charts() {
    Map<String, Chart> charts = new LinkedHashMap<>();
    for (Section section : sections) {
      for (Figure figure : section.figures()) {
        for (int i = 0; i < figure.charts().size(); i++) {
          charts.put(figure.id() + "-" + (i + 1), figure.charts().get(i));
        }
      }
    }
    return charts;
  }

  private static Section section(Run run, String id) {
    List<Figure> figures = new ArrayList<>(StoreFigures.of(run, id));
    RequestUnitFigure.of(run, id).ifPresent(figures::add);
    return new Section(id, Provenance.store(run.envelope()), Provenance.sentence(run), figures);
  }
}
