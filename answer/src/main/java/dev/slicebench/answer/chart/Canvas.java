package dev.slicebench.answer.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptableObject;

/**
 * Draws charts as SVG by Apache ECharts, without a browser. Colours are the variables of {@link
 * #palette}. The same chart gives the same drawing, but for the names of its clip paths, which are
 * unique among the drawings of one canvas.
 */
public final class Canvas {

  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
  private static final int COLUMNS = 3;
  private static final int GAP_PIXELS = 24;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ScriptableObject scope;
  private final Runnable drawn;

  /** Makes a canvas, which takes some seconds. */
  public Canvas() {
    this(() -> {});
  }

  /**
   * Makes a canvas, which takes some seconds.
   *
   * @param drawn is run after each chart
   */
  public Canvas(Runnable drawn) {
    this.drawn = drawn;
    try (Context context = context()) {
      scope = context.initSafeStandardObjects();
      run(context, "canvas.js");
      run(context, ECHARTS);
    }
  }

  /** The chart as an SVG element that shows only where the palette is defined. */
  public String svg(Chart chart, int widthPixels) {
    try (Context context = context()) {
      Function draw = (Function) ScriptableObject.getProperty(scope, "draw");
      Object[] arguments = {MAPPER.writeValueAsString(chart), widthPixels, chart.heightPixels()};
      String svg = Context.toString(draw.call(context, scope, scope, arguments));
      drawn.run();
      String label = escaped(chart.title() + ". " + chart.subtitle());
      return svg.replaceFirst("<rect [^>]*></rect>\n", "")
          .replaceFirst("<svg ", "<svg role=\"img\" aria-label=\"" + label + "\" ");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Charts side by side as an SVG document of its own, for light and dark surroundings. */
  public String picture(String title, List<? extends Chart> charts, int widthPixels) {
    int columns = Math.min(COLUMNS, charts.size());
    StringBuilder panels = new StringBuilder();
    int y = GAP_PIXELS;
    for (int first = 0; first < charts.size(); first += columns) {
      List<? extends Chart> row = charts.subList(first, Math.min(first + columns, charts.size()));
      for (int i = 0; i < row.size(); i++) {
        String place =
            "<svg x=\"%d\" y=\"%d\" ".formatted(GAP_PIXELS + i * (widthPixels + GAP_PIXELS), y);
        panels.append(svg(row.get(i), widthPixels).replaceFirst("<svg ", place)).append('\n');
      }
      y += row.stream().mapToInt(Chart::heightPixels).max().orElse(0) + GAP_PIXELS;
    }
    int width = GAP_PIXELS + columns * (widthPixels + GAP_PIXELS);
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %1$d %2$d" role="img" aria-label="%s">
        <style>%s</style>
        <rect width="100%%" height="100%%" fill="var(--paper)"/>
        %s</svg>
        """
        .formatted(width, y, escaped(title), palette(), panels);
  }

  /** A style sheet that defines the colours, for light and for dark. */
  public static String palette() {
    return resource("palette.css");
  }

  private void run(Context context, String resource) {
    context.evaluateString(scope, resource(resource), resource, 1, null);
  }

  /** Interpreted, since a method of the JVM is too small for what ECharts has in one function. */
  private static Context context() {
    Context context = Context.enter();
    context.setInterpretedMode(true);
    context.setLanguageVersion(Context.VERSION_ES6);
    return context;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  private static String resource(String name) {
    try (InputStream stream = Canvas.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
