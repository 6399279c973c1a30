package dev.slicebench.answer.figure;

import java.util.List;

/**
 * Charts that belong together, and the table of what they show.
 *
 * @param id unique in a page; letters, digits and hyphens
 * @param title what of which store, and whether that was the real thing
 * @param note how to read it, in a sentence or two
 * @param charts at least one
 */
public record Figure(String id, String title, String note, List<Chart> charts, Grid table) {

  /** Returns the charts as JSON that a script element may hold. */
  String json() {
    return FigurePage.json(charts.toArray(Chart[]::new));
  }
}
