package dev.slicebench.conformance.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the calls that broke a rule, until they become part of its witness. */
final class RecordedCalls {

  private static final String ENDING = ".calls";

  private RecordedCalls() {}

  /**
   * Keeps the calls of a rule.
   *
   * @param owner the mode, or the store, that broke it
   */
  static void write(Path folder, String owner, String rule, String calls) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file(folder, owner, rule), calls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the calls that were kept; empty where there are none. */
  static String read(Path folder, String owner, String rule) throws IOException {
    Path file = file(folder, owner, rule);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  static void deleteAll(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> content = Files.list(folder)) {
      files = content.filter(file -> file.toString().endsWith(ENDING)).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static Path file(Path folder, String owner, String rule) {
    return folder.resolve(owner + "-" + rule + ENDING);
  }
}
