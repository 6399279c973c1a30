package dev.slicebench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Says at the end of a build which tests were skipped, and what they need: reads JUnit's event
 * files of all modules. Surefire's own reports leave out a class that was skipped whole.
 */
public final class SkippedTests {

  /** Of a module: a folder for each time that JUnit was started. */
  private static final String FOLDERS = "target/test-events";

  private static final String EVENTS = "open-test-report.xml";

  private final Map<String, Integer> skippedByReason = new TreeMap<>();
  private int tests;
  private int skipped;

  private SkippedTests() {}

  /** Takes the root of the checkout. */
  public static void main(String[] args) throws Exception {
    summary(Path.of(args[0])).forEach(System.out::println);
  }

  /** Returns the lines to print about the modules in {@code root}. */
  static List<String> summary(Path root)
      throws IOException, ParserConfigurationException, SAXException {
    SkippedTests seen = new SkippedTests();
    for (Path module : in(root)) {
      for (Path folder : in(module.resolve(FOLDERS))) {
        if (Files.exists(folder.resolve(EVENTS))) {
          seen.read(folder.resolve(EVENTS));
        }
      }
    }
    return seen.lines();
  }

  private static List<Path> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList();
    }
  }

  private void read(Path events) throws IOException, ParserConfigurationException, SAXException {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(events.toFile());
    Map<String, Element> started = new HashMap<>();
    for (Element one : elements(document, "e:started")) {
      started.put(one.getAttribute("id"), one);
      tests += isTest(one) ? 1 : 0;
    }
    for (Element one : elements(document, "e:finished")) {
      Element result = (Element) one.getElementsByTagName("result").item(0);
      if (List.of("SKIPPED", "ABORTED").contains(result.getAttribute("status"))) {
        Element what = Objects.requireNonNull(started.get(one.getAttribute("id")));
        skipped++;
        skippedByReason.merge(
            reason(result) + (isTest(what) ? "" : " (all of " + what.getAttribute("name") + ")"),
            1,
            Integer::sum);
      }
    }
  }

  private static boolean isTest(Element started) {
    return started.getElementsByTagName("junit:type").item(0).getTextContent().equals("TEST");
  }

  private List<String> lines() {
    return Stream.concat(
            Stream.of(
                "",
                "slicebench: %d tests in all modules, %d skipped%s"
                    .formatted(tests, skipped, skipped == 0 ? "." : ":")),
            skippedByReason.entrySet().stream()
                .map(one -> "  " + one.getValue() + " skipped: " + one.getKey()))
        .toList();
  }

  private static String reason(Element result) {
    return result
        .getTextContent()
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^\\S+Exception: ", "")
        .replaceFirst("^Assumption failed: ", "");
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
        .map(i -> (Element) nodes.item(i))
        .toList();
  }
}
