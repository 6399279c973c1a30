package dev.slicebench.answer.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.chart.Axis.Scale;
import dev.slicebench.answer.chart.Lines.Stroke;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class CanvasTest {

  private static final Canvas CANVAS = new Canvas();
  private static final Mark SURE = Mark.of(2, 0.5, false);

  /** As an image in a page, a browser takes nothing less. */
  @Test
  void aPictureIsWellFormed() throws Exception {
    Document picture =
        parse(
            CANVAS.picture(
                "All & sundry, \"quoted\" <b>", List.of(dots(SURE), lines(), stacks()), 300));

    assertThat(picture.getDocumentElement().getAttribute("aria-label"))
        .isEqualTo("All & sundry, \"quoted\" <b>");
    assertThat(texts(picture))
        .contains("One & <two>", "A \"mode\"", "floor", "ms", "c1..c2", "calls", "out", "in", "7");
  }

  @Test
  void everyDrawingHasItsOwnClipPaths() throws Exception {
    NodeList clips =
        parse(CANVAS.picture("Lines", List.of(lines(), lines()), 300))
            .getElementsByTagName("clipPath");

    assertThat(
            IntStream.range(0, clips.getLength())
                .mapToObj(i -> clips.item(i).getAttributes().getNamedItem("id").getNodeValue()))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  @Test
  void drawsAWhiskerOnlyWhereThereIsAnInterval() {
    String without = CANVAS.svg(dots(Mark.of(2, Double.POSITIVE_INFINITY, false)), 300);

    assertThat(without).contains(">2</text>").doesNotContain("Infinity", "NaN");
    assertThat(CANVAS.svg(dots(SURE), 300)).hasSizeGreaterThan(without.length());
  }

  @Test
  void keepsAnIntervalBelowZeroOnALogarithmicAxis() {
    assertThat(CANVAS.svg(dots(Mark.of(2, 5, false)), 300)).doesNotContain("Infinity", "NaN");
  }

  private static Chart dots(Mark mark) {
    return new Dots(
        "One & <two>",
        "of a store",
        new Axis("ms", Scale.LOG),
        List.of(
            new Dots.Row("A \"mode\"", "off", "circle", List.of(mark)),
            new Dots.Row("Another", "create-only", "star", List.of(Mark.of(90, 1, true)))),
        new Label(1, "floor"));
  }

  private static Chart lines() {
    return new Lines(
        "Over time",
        "",
        new Axis("run", Scale.LINEAR),
        new Axis("ms", Scale.LINEAR),
        List.of(
            new Lines.Series(
                "OFF",
                "off",
                "circle",
                Stroke.SOLID,
                List.of(new Lines.Point(1, SURE), new Lines.Point(2, SURE)))),
        List.of(new Label(1.5, "c1..c2")),
        false);
  }

  private static Chart stacks() {
    return new Stacks(
        "Cost",
        "",
        new Axis("calls", Scale.LINEAR),
        List.of("out", "in"),
        List.of(new Stacks.Bar("OFF", List.of(3.0, 4.0))));
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document document) {
    NodeList nodes = document.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
