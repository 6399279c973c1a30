package dev.slicebench.answer.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Makes HTML pages of figures that need nothing but themselves: nothing is fetched. */
public final class FigurePage {

  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";
  private static final List<String> SCRIPTS =
      List.of("echarts-notice.js", ECHARTS, "charts.js", "page.js");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FigurePage() {}

  /**
   * Fills a Mustache template, and ends the page with the scripts that draw its figures.
   *
   * @param owner the class that the template lies beside; {@code {{>head}}} and {@code
   *     {{>sections}}} are there for it
   * @param scripts further scripts beside the class
   */
  public static String of(Class<?> owner, String template, Object model, String... scripts) {
    StringBuilder page =
        new StringBuilder(
            Mustache.compiler()
                .emptyStringIsFalse(true)
                .withLoader(name -> new StringReader(partial(name)))
                .compile(text(owner, template))
                .execute(model));
    SCRIPTS.forEach(script -> append(page, text(FigurePage.class, script)));
    List.of(scripts).forEach(script -> append(page, text(owner, script)));
    return page.append("</body>\n</html>\n").toString();
  }

  /** Returns a value as JSON that a script element may hold. */
  public static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void append(StringBuilder page, String script) {
    page.append("<script>\n").append(script).append("</script>\n");
  }

  private static String partial(String name) {
    String text = text(FigurePage.class, name + ".html");
    return name.equals("head")
        ? text.replace(
            "STYLE", text(FigurePage.class, "palette.css") + text(FigurePage.class, "page.css"))
        : text;
  }

  private static String text(Class<?> owner, String name) {
    try (InputStream stream = owner.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
