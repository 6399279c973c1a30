package dev.slicebench.bench.report.page;

import java.util.List;

/**
 * Figures under a heading.
 *
 * @param id unique in a report
 * @param text what the reader should know first
 */
record Section(String id, String heading, String text, List<Figure> figures) {}
