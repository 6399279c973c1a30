package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.History;
import dev.slicebench.conformance.history.HistoryException;
import java.nio.file.Path;

/**
 * A history's file, checked.
 *
 * @param file what was checked
 * @param result what it shows
 */
public record HistoryCheck(Path file, CheckResult result) {

  /**
   * Checks the history in {@code file}; as often as wanted, with the same result.
   *
   * @throws HistoryException if it is no history, with one line that says where and why
   */
  public static HistoryCheck of(Path file) {
    return new HistoryCheck(file, Checker.check(History.of(file)));
  }

  /** Returns a report for people, of several lines, the first with the file's name. */
  @Override
  public String toString() {
    return file + ": " + result;
  }
}
