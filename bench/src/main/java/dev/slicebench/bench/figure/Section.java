package dev.slicebench.bench.figure;

import java.util.List;

/**
 * Figures under a heading.
 *
 * @param id unique in a report
 * @param text what the reader should know first
 */
public record Section(String id, String heading, String text, List<Figure> figures) {}
