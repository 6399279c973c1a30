package dev.slicebench.answer.figure;

import java.util.List;

/**
 * Figures under a heading.
 *
 * @param id unique in a page
 * @param text what the reader should know first
 * @param open whether a page shows the figures before it is asked to
 */
public record Section(String id, String heading, String text, boolean open, List<Figure> figures) {}
