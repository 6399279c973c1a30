package dev.slicebench.answer.history;

/**
 * A change of level in a series.
 *
 * @param last the last point of the old level
 * @param first the first point of the new one
 * @param ratio the new level, a geometric mean, as a multiple of the old one
 */
record Change(Point last, Point first, double ratio) {

  /** Returns the commits between which it happened, as git takes them. */
  String commits() {
    return last.shortCommit() + ".." + first.shortCommit();
  }

  boolean isSlower() {
    return ratio > 1;
  }
}
