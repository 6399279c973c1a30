package dev.slicebench.answer.chart;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What can be drawn. As JSON it is also the data behind the drawing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface Chart permits Dots, Lines, Stacks {

  /** What is shown. */
  String title();

  /** What the marks mean, in a few words. */
  String subtitle();

  /** How high it is at a given width that suits it, in pixels. */
  int heightPixels();
}
