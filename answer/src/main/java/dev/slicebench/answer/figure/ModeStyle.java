package dev.slicebench.answer.figure;

import dev.slicebench.answer.figure.Chart.Style;
import dev.slicebench.store.SliceMode;
import java.util.Locale;

/** The colour and the shape of each mode, the same wherever it is drawn. */
public final class ModeStyle {

  private ModeStyle() {}

  /** Returns how a mode's marks look. */
  public static Style of(SliceMode mode) {
    return new Style(
        mode.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        switch (mode) {
          case OFF -> "circle";
          case TRANSACTIONAL -> "rect";
          case TWO_PHASED -> "triangle";
          case OFF_AND_SHARED_ALL -> "diamond";
          case CREATE_ONLY -> "star";
        });
  }
}
