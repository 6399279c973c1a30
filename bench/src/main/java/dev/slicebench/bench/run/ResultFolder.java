package dev.slicebench.bench.run;

import dev.slicebench.sidecar.process.ShutdownTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new folder for a run's results, which goes away again unless it is kept. */
final class ResultFolder implements AutoCloseable {

  /** A run's JSON and its log. */
  private static final long FEWEST_BYTES = 2_000_000;

  private final Path path;
  private final boolean parentIsNew;
  private final ShutdownTask removal;
  private volatile boolean kept;

  private ResultFolder(Path path, boolean parentIsNew) {
    this.path = path;
    this.parentIsNew = parentIsNew;
    this.removal = ShutdownTask.register(this::remove);
  }

  /** Returns what {@link #make} makes. */
  static ResultFolder create(Path results, String name) throws IOException {
    boolean parentIsNew = Files.notExists(results);
    return new ResultFolder(make(results, name), parentIsNew);
  }

  /**
   * Makes a folder that stays.
   *
   * @return one that did not exist before: named {@code name}, or that with a number
   * @throws IOException with what to do
   */
  static Path make(Path results, String name) throws IOException {
    try {
      Files.createDirectories(results);
      long free = Files.getFileStore(results).getUsableSpace();
      if (free < FEWEST_BYTES) {
        throw new IOException("its disk has only " + free + " bytes left");
      }
      for (int number = 1; ; number++) {
        Path path = results.resolve(number == 1 ? name : name + "-" + number);
        try {
          return Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
          // The next number.
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "cannot write results to %s (%s): give another folder with --results"
              .formatted(results, reason(e)),
          e);
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "it is not writable";
    }
    if (failure instanceof FileAlreadyExistsException file) {
      return file.getFile() + " is a file";
    }
    return failure instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : String.valueOf(failure.getMessage());
  }

  Path path() {
    return path;
  }

  /** What is in it stays. */
  void keep() {
    kept = true;
  }

  boolean isKept() {
    return kept;
  }

  @Override
  public void close() {
    removal.close();
    remove();
  }

  private void remove() {
    if (kept || Files.notExists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
      Path parent = path.getParent();
      if (parentIsNew && parent != null) {
        try {
          Files.deleteIfExists(parent);
        } catch (DirectoryNotEmptyException e) {
          // What others put there stays.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
