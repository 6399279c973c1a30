package dev.slicebench.bench.run;

import dev.slicebench.evidence.text.Paragraph;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What standard error goes to.
 *
 * @param isWatched whether it is a terminal before which a person sits
 * @param columns how wide that is
 */
public record Terminal(boolean isWatched, int columns) {

  /** Set by the scripts, which can ask the terminal: its columns, or 0 where there is none. */
  static final String PROPERTY = "slicebench.columns";

  private static final int FEWEST_COLUMNS = 20;

  /** That of this process. */
  @SuppressWarnings("SystemConsoleNull") // The script asks newer JDKs for the old meaning.
  public static Terminal here() {
    return of(System.getProperty(PROPERTY), System.console() != null, System.getenv());
  }

  static Terminal of(@Nullable String told, boolean console, Map<String, String> environment) {
    int asked = number(told);
    int columns = asked > 0 ? asked : number(environment.get("COLUMNS"));
    return new Terminal(
        (told == null ? console : asked != 0) && !"true".equals(environment.get("CI")),
        columns < FEWEST_COLUMNS ? Paragraph.WIDTH : columns);
  }

  /** Minus one for what is no number. */
  private static int number(@Nullable String text) {
    return text != null && text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
  }
}
