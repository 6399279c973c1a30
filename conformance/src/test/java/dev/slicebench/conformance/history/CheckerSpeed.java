package dev.slicebench.conformance.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Measures how long a history of a million operations takes, from the file: run it with {@code
 * -Xmx512m}. Not a test: what a busy machine measures proves nothing.
 */
final class CheckerSpeed {

  private static final int PROCESSES = 100;
  private static final int MILLION = 1_000_000;

  private CheckerSpeed() {}

  /** Writes a history of so many operations (a million unless given), checks it, says how long. */
  public static void main(String[] args) throws IOException {
    int operations = args.length == 0 ? MILLION : Integer.parseInt(args[0]);
    Path file = Files.createTempFile("history", ".jsonl");
    try {
      write(file, operations);
      long startNs = System.nanoTime();
      HistoryCheck check = HistoryCheck.of(file);
      Duration took = Duration.ofNanos(System.nanoTime() - startNs);
      System.out.printf(
          "%s%d operations, %d bytes, %d MB of heap at the most: %d ms%n",
          check,
          check.result().tally().operations(),
          Files.size(file),
          Runtime.getRuntime().maxMemory() >> 20,
          took.toMillis());
    } finally {
      Files.delete(file);
    }
  }

  static void write(Path file, int operations) throws IOException {
    List<HistoryLine> lines = ModelHistory.of(1, PROCESSES, operations / PROCESSES);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (HistoryLine line : lines) {
        writer.write(LineCodec.write(line));
        writer.newLine();
      }
    }
  }
}
