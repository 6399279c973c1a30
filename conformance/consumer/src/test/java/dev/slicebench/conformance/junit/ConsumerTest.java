package dev.slicebench.conformance.junit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What reaches a project that holds a store of its own to the rules, and that it is documented. */
class ConsumerTest {

  private static final int MOST_JARS = 60;
  private static final long MOST_BYTES = 30_000_000;

  @Test
  void fewJarsComeAlong() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<Path> jars =
        Stream.of(classPath.split(System.getProperty("path.separator")))
            .filter(entry -> entry.endsWith(".jar") && !entry.matches(".*(junit|surefire).*"))
            .map(Path::of)
            .toList();
    long bytes = 0;
    for (Path jar : jars) {
      bytes += Files.size(jar);
    }
    System.out.printf("%d jars of %,d bytes come along%n", jars.size(), bytes);

    assertTrue(jars.size() <= MOST_JARS, "%d jars: %s".formatted(jars.size(), jars));
    assertTrue(bytes <= MOST_BYTES, "%,d bytes: %s".formatted(bytes, jars));
  }

  @Test
  void noSidecarIsThere() {
    assertThrows(
        ClassNotFoundException.class, () -> Class.forName("dev.slicebench.sidecar.Sidecar"));
  }

  /** Both blocks of code in the page are in this module as they stand there. */
  @Test
  void thePageShowsWhatIsBuiltHere() throws IOException {
    String page = Files.readString(Path.of("../../docs/verify-a-component.md"));
    String section = page.substring(page.indexOf("## A store that is not Dapr's"));
    Matcher block = Pattern.compile("```(xml|java)\\n(.*?)```", Pattern.DOTALL).matcher(section);
    for (String file :
        List.of(
            "pom.xml", "src/test/java/dev/slicebench/conformance/junit/ListEventStoreTest.java")) {
      assertTrue(block.find(), "the page has no block for " + file);
      String built = words(Files.readString(Path.of(file)));
      assertTrue(built.contains(words(block.group(2))), file + " has no: " + block.group(2));
    }
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
