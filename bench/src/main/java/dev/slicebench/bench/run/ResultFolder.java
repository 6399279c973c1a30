package dev.slicebench.bench.run;

import dev.slicebench.sidecar.ExitTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new folder for a run's results, which goes away again unless it is kept. */
final class ResultFolder implements AutoCloseable {

  private final Path path;
  private final boolean parentIsNew;
  private final ExitTask removal;
  private boolean kept;

  private ResultFolder(Path path, boolean parentIsNew) {
    this.path = path;
    this.parentIsNew = parentIsNew;
    this.removal = ExitTask.register(this::remove);
  }

  /** A folder that did not exist before: named {@code name}, or that with a number. */
  static ResultFolder create(Path results, String name) throws IOException {
    boolean parentIsNew = Files.notExists(results);
    try {
      Files.createDirectories(results);
      for (int number = 1; ; number++) {
        Path path = results.resolve(number == 1 ? name : name + "-" + number);
        try {
          return new ResultFolder(Files.createDirectory(path), parentIsNew);
        } catch (FileAlreadyExistsException e) {
          // The next number.
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "cannot write results to " + results + ": give another folder with --results", e);
    }
  }

  Path path() {
    return path;
  }

  /** What is in it stays. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() {
    removal.close();
    if (!kept) {
      remove();
    }
  }

  private void remove() {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
      Path parent = path.getParent();
      if (parentIsNew && parent != null) {
        Files.deleteIfExists(parent);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
