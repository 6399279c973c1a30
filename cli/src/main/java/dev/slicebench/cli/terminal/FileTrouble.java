package dev.slicebench.cli.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a file system's refusals mean for a user. */
public final class FileTrouble {

  /** A disk with less than this is full, whatever language its message is in. */
  private static final long FULL_BYTES = 64 * 1024;

  private FileTrouble() {}

  /**
   * Says in a line why {@code file} was not written, and what to do.
   *
   * @param file what should have been written
   */
  static String writing(Path file, IOException failure) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    String reason;
    if (Files.isDirectory(file)) {
      reason = "it is a folder: name a file";
    } else if (isFull(failure, folder)) {
      reason = "the disk that " + folder + " is on is full: make room there, or name another place";
    } else if (Files.exists(folder) && !Files.isDirectory(folder)) {
      reason = folder + " is a file, where a folder is wanted: name a file in a folder";
    } else if (Files.notExists(folder)) {
      reason = "there is no folder " + folder + ": make it, or name a file in another";
    } else if (failure instanceof AccessDeniedException) {
      reason = "you may not write there: change its rights, or name a file in another folder";
    } else {
      reason = told(failure) + ": name a file in a folder that is writable";
    }
    return "cannot write " + file + ": " + reason;
  }

  /** Says in a line why a run's results are not whole in {@code folder}, and what to do. */
  public static String results(Path folder, IOException failure) {
    Path parent = Optional.ofNullable(folder.toAbsolutePath().getParent()).orElse(folder);
    return "the table above is all that is left of this run, since "
        + folder
        + " was not written: "
        + (isFull(failure, parent)
            ? "the disk that " + parent + " is on is full: make room there"
            : told(failure) + ": make it writable")
        + ", or give another folder with --results";
  }

  /** Says in a line what went wrong with a file, whichever it was. */
  public static String words(IOException failure) {
    if (isFull(failure, null)) {
      return "a disk is full ("
          + told(failure)
          + "): make room where results go, or in "
          + System.getProperty("java.io.tmpdir");
    }
    if (failure instanceof NoSuchFileException gone) {
      return gone.getFile() + " is not there";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "you may not read or write " + denied.getFile() + ": change its rights";
    }
    if (failure instanceof NotDirectoryException file) {
      return file.getFile() + " is a file, where a folder is wanted";
    }
    return told(failure);
  }

  private static boolean isFull(IOException failure, @Nullable Path folder) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left") || message.contains("not enough space")) {
      return true;
    }
    try {
      return folder != null
          && Files.isDirectory(folder)
          && Files.getFileStore(folder).getTotalSpace() > 0
          && Files.getFileStore(folder).getUsableSpace() < FULL_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private static String told(IOException failure) {
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
