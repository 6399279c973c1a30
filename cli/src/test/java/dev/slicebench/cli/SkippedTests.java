package dev.slicebench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Says at the end of a build which tests were skipped, and what they need: reads the reports of all
 * modules.
 */
public final class SkippedTests {

  private SkippedTests() {}

  /** Takes the root of the checkout. */
  public static void main(String[] args) throws Exception {
    Map<String, Integer> skippedByReason = new TreeMap<>();
    int tests = 0;
    for (Path report : reports(Path.of(args[0]))) {
      NodeList cases =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("testcase");
      tests += cases.getLength();
      for (int i = 0; i < cases.getLength(); i++) {
        NodeList skipped = ((Element) cases.item(i)).getElementsByTagName("skipped");
        if (skipped.getLength() > 0) {
          skippedByReason.merge(reason((Element) skipped.item(0)), 1, Integer::sum);
        }
      }
    }
    int skipped = skippedByReason.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println();
    System.out.println(
        "slicebench: "
            + tests
            + " tests in all modules, "
            + skipped
            + " skipped"
            + (skipped == 0 ? "." : ":"));
    skippedByReason.forEach(
        (reason, count) -> System.out.println("  " + count + " skipped: " + reason));
  }

  /** Surefire gives the message as an attribute, or else in the first line of the stack trace. */
  private static String reason(Element skipped) {
    String message = skipped.getAttribute("message");
    String reason =
        message.isEmpty()
            ? skipped.getTextContent().lines().findFirst().orElse("").replaceFirst("^\\S+: ", "")
            : message;
    return reason.replaceFirst("^Assumption failed: ", "");
  }

  private static Iterable<Path> reports(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("target/surefire-reports"))
          .filter(Files::isDirectory)
          .flatMap(SkippedTests::xmlFiles)
          .toList();
    }
  }

  private static Stream<Path> xmlFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".xml")).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
