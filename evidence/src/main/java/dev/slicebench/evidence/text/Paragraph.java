package dev.slicebench.evidence.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prose, broken into lines that fit a terminal. */
public final class Paragraph {

  /** The columns of a terminal that nobody has widened. */
  public static final int WIDTH = 80;

  private static final Pattern HANGING = Pattern.compile("( *)([*>-] )?");

  /**
   * What lies before a word, and the word; a command in quotes is one, so that it can be copied.
   */
  private static final Pattern WORD =
      Pattern.compile("(\\s*)([(\"]*(?:`[^`\\n]*`|'\\./slicebench[^'\\n]*')\\S*|\\S+)");

  private static final Pattern BLANKS = Pattern.compile(" +");

  /** What a terminal obeys and does not show. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\s]]");

  /** With a blank that no line ends at. */
  private static final String STICKY_PERCENT = "\u00a0%";

  private Paragraph() {}

  /**
   * Returns {@code content} in lines that each end with a line feed.
   *
   * @param first what the first line begins with
   * @param further what every further line begins with
   * @param content words; one that is longer than a line, such as a path, stays whole, and so does
   *     a command in quotes
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
    String shown = CONTROLS.matcher(content).replaceAll("?");
    Matcher word = WORD.matcher(shown.strip().replace(" %", STICKY_PERCENT));
    while (word.find()) {
      String gap = BLANKS.matcher(word.group(1)).matches() ? word.group(1) : " ";
      if (!empty && Symbols.width(line + gap + word.group(2)) > width) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(further);
        empty = true;
      }
      line.append(empty ? "" : gap).append(word.group(2));
      empty = false;
    }
    lines.add(line.toString().stripTrailing());
    return lines.stream().map(one -> one.replace(STICKY_PERCENT, " %")).toList();
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
