package dev.slicebench.conformance.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prose, broken into lines that fit a terminal. */
public final class Paragraph {

  /** The columns of a terminal that nobody has widened. */
  public static final int WIDTH = 80;

  private static final Pattern HANGING = Pattern.compile("( *)([*-] )?");

  private Paragraph() {}

  /**
   * Returns {@code content} in lines that each end with a line feed.
   *
   * @param first what the first line begins with
   * @param further what every further line begins with
   * @param content words; one that is longer than a line, such as a path, stays whole
   */
  public static String wrap(String first, String further, String content) {
    return wrap(first, further, content, WIDTH).stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** Returns {@code content} in lines of at most {@code width} columns. */
  public static List<String> wrap(String first, String further, String content, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : content.strip().split("\\s+", -1)) {
      if (!empty && Symbols.width(line + " " + word) > width) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(further);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /**
   * Returns a text whose lines all fit: one that is too long is broken, and goes on two columns
   * further in; the others stay as they are.
   */
  public static String fit(String text) {
    return text.lines().map(Paragraph::fitLine).collect(Collectors.joining());
  }

  private static String fitLine(String line) {
    if (Symbols.width(line) <= WIDTH) {
      return line + "\n";
    }
    Matcher beginning = HANGING.matcher(line);
    String first = beginning.lookingAt() ? beginning.group() : "";
    return wrap(first, " ".repeat(Math.max(2, first.length())), line.substring(first.length()));
  }
}
