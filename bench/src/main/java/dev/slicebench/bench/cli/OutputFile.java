package dev.slicebench.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that the user named. */
final class OutputFile {

  private OutputFile() {}

  /**
   * Writes a text.
   *
   * @throws IOException with one line that names the file and the fix
   */
  static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IOException(
          "cannot write " + file + ": name a file in a folder that is there and writable", e);
    }
  }
}
