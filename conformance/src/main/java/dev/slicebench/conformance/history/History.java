package dev.slicebench.conformance.history;

import java.nio.file.Path;
import java.util.List;

/** The lines of a history, to be gone through as often as wanted. */
public interface History {

  /** Takes lines, in their order. */
  @FunctionalInterface
  interface LineConsumer {
    /**
     * Takes a line.
     *
     * @param number of the line, from 1
     */
    void accept(int number, HistoryLine line);
  }

  /**
   * Hands on all lines, one after another, without holding them.
   *
   * @throws HistoryException if they are no history
   */
  void forEachLine(LineConsumer consumer);

  /** Returns the history in {@code file}, in JSON lines. */
  static History of(Path file) {
    return new HistoryFile(file);
  }

  /** Returns a history in memory. */
  static History of(List<? extends HistoryLine> lines) {
    return consumer -> {
      for (int i = 0; i < lines.size(); i++) {
        consumer.accept(i + 1, lines.get(i));
      }
    };
  }
}
