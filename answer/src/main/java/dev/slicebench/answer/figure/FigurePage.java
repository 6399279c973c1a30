package dev.slicebench.answer.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import dev.slicebench.answer.chart.Canvas;
import dev.slicebench.answer.chart.Chart;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Makes HTML pages of figures that need nothing but themselves: no network, no script. */
public final class FigurePage {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int CHART_PIXELS = 360;

  private final Canvas canvas;

  /** Pages whose charts are drawn with {@code canvas}. */
  public FigurePage(Canvas canvas) {
    this.canvas = canvas;
  }

  /** A section as templates see it. */
  public record SectionView(
      String id, String heading, String text, boolean open, List<FigureView> figures) {}

  /** A figure as templates see it. */
  public record FigureView(
      String id, String title, String note, List<String> drawings, Grid table, String data) {}

  /** The section with its charts drawn. */
  public SectionView section(Section section) {
    return new SectionView(
        section.id(),
        section.heading(),
        section.text(),
        section.open(),
        section.figures().stream().map(this::figure).toList());
  }

  /**
   * Fills a Mustache template.
   *
   * @param owner the class that the template lies beside; {@code {{>head}}} and {@code
   *     {{>sections}}} are there for it
   */
  public static String fill(Class<?> owner, String template, Object model) {
    return Mustache.compiler()
        .emptyStringIsFalse(true)
        .withLoader(name -> new StringReader(partial(name)))
        .compile(text(owner, template))
        .execute(model);
  }

  private static String partial(String name) {
    String text = text(FigurePage.class, name + ".html");
    return name.equals("head")
        ? text.replace("STYLE", Canvas.palette() + text(FigurePage.class, "page.css"))
        : text;
  }

  private FigureView figure(Figure figure) {
    return new FigureView(
        figure.id(),
        figure.title(),
        figure.note(),
        figure.charts().stream().map(chart -> canvas.svg(chart, CHART_PIXELS)).toList(),
        figure.table(),
        base64(figure.charts()));
  }

  private static String base64(List<Chart> charts) {
    try {
      byte[] json = MAPPER.writeValueAsBytes(charts.toArray(Chart[]::new));
      return Base64.getEncoder().encodeToString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
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
