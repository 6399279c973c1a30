package dev.slicebench.conformance.verify;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders with all that is in them. */
final class FileTree {

  private FileTree() {}

  /**
   * Puts copies of files and folders in place of those of the same names, one after another in this
   * order; each appears whole. Nothing is deleted before all are in place.
   *
   * @param from where they are
   * @param to where they are to be, on whatever file system
   * @throws IOException if that fails; what could not be replaced is as it was
   */
  static void replace(Path from, Path to, List<String> names) throws IOException {
    Path staged = Files.createTempDirectory(to, ".new-");
    Path replaced = staged.resolve("replaced");
    boolean done = false;
    try {
      Files.createDirectory(replaced);
      // All that takes room on the disk is done before the first is replaced.
      for (String name : names) {
        copy(from.resolve(name), staged.resolve(name));
      }
      for (String name : names) {
        exchange(staged.resolve(name), to.resolve(name), replaced.resolve(name));
      }
      done = true;
    } finally {
      // What was moved aside and found no way back must not go.
      if (done || isEmpty(replaced)) {
        delete(staged);
      }
    }
  }

  /** A file takes another's place at once; a folder can only after the other has made room. */
  private static void exchange(Path source, Path target, Path aside) throws IOException {
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    } catch (IOException e) {
      return Files.notExists(folder);
    }
  }

  /** Deletes a file or a folder, as far as that can be done. */
  static void delete(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is nothing that anybody needs.
    }
  }

  /** Returns why a file could not be had, in a few words. */
  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (failure instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is a file";
    }
    String reason =
        failure instanceof FileSystemException on && on.getReason() != null
            ? on.getReason()
            : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }
}
