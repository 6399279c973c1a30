package dev.slicebench.evidence.text;

import java.nio.charset.CharsetEncoder;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The characters beyond ASCII that texts for a terminal use, and their forms in ASCII. */
public final class Symbols {

  private static final Map<Integer, String> ASCII =
      Map.ofEntries(
          Map.entry((int) '±', "+-"),
          Map.entry((int) '×', "x"),
          Map.entry((int) '…', "..."),
          Map.entry((int) 'µ', "u"),
          Map.entry((int) '→', "->"),
          Map.entry((int) '–', "-"),
          Map.entry((int) '—', "-"),
          Map.entry((int) '‘', "'"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""),
          Map.entry((int) '\u00a0', " "));

  /** Two blanks or more, between two columns of a table. */
  private static final Pattern LAST_GAP = Pattern.compile("^(.*\\S) ( +)(\\S.*)$");

  private Symbols() {}

  /**
   * Returns {@code line} as {@code encoder} can write it: a symbol that it cannot is written in
   * ASCII, at the cost of a blank before it where there are two so that a table's columns stay in
   * line, and any other character by its number, as Java does.
   */
  public static String encodable(String line, CharsetEncoder encoder) {
    if (encoder.canEncode(line)) {
      return line;
    }
    StringBuilder text = new StringBuilder();
    line.codePoints()
        .forEach(
            point -> {
              String character = Character.toString(point);
              if (encoder.canEncode(character)) {
                text.append(character);
                return;
              }
              String form = ASCII.get(point);
              if (form == null) {
                character.chars().forEach(unit -> text.append("\\u%04x".formatted(unit)));
                return;
              }
              for (int grown = 1; grown < form.length(); grown++) {
                takeBlank(text);
              }
              text.append(form);
            });
    return text.toString();
  }

  private static void takeBlank(StringBuilder text) {
    Matcher gap = LAST_GAP.matcher(text);
    if (gap.matches()) {
      text.deleteCharAt(gap.end(1));
    }
  }

  /** Returns how many columns {@code text} takes at most, in ASCII or not. */
  static int width(String text) {
    return text.codePoints().map(point -> ASCII.getOrDefault(point, "?").length()).sum();
  }
}
