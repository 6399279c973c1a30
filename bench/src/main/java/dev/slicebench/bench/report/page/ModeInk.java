package dev.slicebench.bench.report.page;

import dev.slicebench.store.SliceMode;
import java.util.Locale;

/** The colour and the shape of each mode, the same wherever it is drawn. */
final class ModeInk {

  private ModeInk() {}

  static String color(SliceMode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String symbol(SliceMode mode) {
    return switch (mode) {
      case OFF -> "circle";
      case TRANSACTIONAL -> "rect";
      case TWO_PHASED -> "triangle";
      case OFF_AND_SHARED_ALL -> "diamond";
      case CREATE_ONLY -> "star";
    };
  }
}
