package dev.slicebench.answer.recommend;

import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where another mode would come out ahead.
 *
 * @param at the value of what varies
 * @param above whether it is ahead beyond that value, else below
 * @param ahead the mode
 */
record Turn(double at, boolean above, SliceMode ahead) {

  /**
   * What a mode takes, as a straight line over what varies.
   *
   * @param atZero what it takes at zero
   * @param slope what each unit adds
   */
  record Line(SliceMode mode, double atZero, double slope) {

    double at(double value) {
      return atZero + slope * value;
    }
  }

  /**
   * Returns the nearest turns below and above {@code value}, by means.
   *
   * @param lines of the other modes; one that is ahead of {@code best} at {@code value} turns
   *     nothing
   * @param highest beyond which nobody looks
   */
  static List<Turn> around(double value, Line best, Collection<Line> lines, double highest) {
    List<Turn> below = new ArrayList<>();
    List<Turn> above = new ArrayList<>();
    for (Line other : lines) {
      double slope = best.slope() - other.slope();
      double at = (other.atZero() - best.atZero()) / slope;
      if (slope > 0 && at >= value && at <= highest) {
        above.add(new Turn(at, true, other.mode()));
      } else if (slope < 0 && at <= value && at > 0) {
        below.add(new Turn(at, false, other.mode()));
      }
    }
    Optional<Turn> nearestBelow = below.stream().max(Comparator.comparingDouble(Turn::at));
    Optional<Turn> nearestAbove = above.stream().min(Comparator.comparingDouble(Turn::at));
    return Stream.of(nearestBelow, nearestAbove).flatMap(Optional::stream).toList();
  }
}
