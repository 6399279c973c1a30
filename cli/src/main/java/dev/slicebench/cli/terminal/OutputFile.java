package dev.slicebench.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that the user named. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Writes a text. A file that was there is replaced when the text is whole on the disk; after a
   * failure it is as it was.
   *
   * @throws IOException with one line that names the file and the fix
   */
  public static void write(Path file, String text) throws IOException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A terminal or a pipe; a folder is refused.
        Files.writeString(file, text);
        return;
      }
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path part = target.resolveSibling(target.getFileName() + ".part");
      try {
        Files.writeString(part, text);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new IOException(FileTrouble.writing(file, e), e);
    }
  }

  /**
   * Makes sure that {@link #write} would find its place, before work is done that would be lost.
   *
   * @throws IOException with one line that names the file and the fix
   */
  public static void requirePlace(Path file) throws IOException {
    if (Files.exists(file) && !Files.isDirectory(file) && Files.isWritable(file)) {
      return;
    }
    try {
      Path target = file.toAbsolutePath();
      Files.deleteIfExists(Files.createFile(target.resolveSibling(target.getFileName() + ".part")));
      if (Files.isDirectory(file)) {
        throw new IOException(file + " is a folder");
      }
    } catch (IOException e) {
      throw new IOException(FileTrouble.writing(file, e), e);
    }
  }

  /**
   * Makes a folder, and makes sure that files can be written there.
   *
   * @throws IOException with one line that names the folder and the fix
   */
  public static void requireFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(
          Files.exists(folder) && !Files.isDirectory(folder)
              ? folder + " is a file, where a folder is wanted: name another"
              : "cannot make the folder " + folder + ": " + FileTrouble.words(e) + ": name another",
          e);
    }
    requirePlace(folder.resolve("a-file"));
  }
}
