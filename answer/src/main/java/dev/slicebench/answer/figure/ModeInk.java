package dev.slicebench.answer.figure;

import dev.slicebench.store.SliceMode;
import java.util.Locale;

/** The colour and the shape of each mode, the same wherever it is drawn. */
public final class ModeInk {

  private ModeInk() {}

  /** The name of the colour in the palette. */
  public static String color(SliceMode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The shape of its marks. */
  public static String symbol(SliceMode mode) {
    return switch (mode) {
      case OFF -> "circle";
      case TRANSACTIONAL -> "rect";
      case TWO_PHASED -> "triangle";
      case OFF_AND_SHARED_ALL -> "diamond";
      case CREATE_ONLY -> "star";
    };
  }
}
