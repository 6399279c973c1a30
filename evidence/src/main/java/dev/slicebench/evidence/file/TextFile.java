package dev.slicebench.evidence.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads text in UTF-8 from files that may be compressed. */
public final class TextFile {

  private TextFile() {}

  /**
   * Opens a file, which is decompressed where its name ends in {@code .gz}.
   *
   * @return a reader that fails with {@link java.nio.charset.CharacterCodingException} at what is
   *     no UTF-8
   * @throws IOException if the file cannot be read, or is not compressed as its name says
   */
  public static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(bytes(file), StandardCharsets.UTF_8.newDecoder()));
  }

  /**
   * Opens a file's bytes, which are decompressed where its name ends in {@code .gz}.
   *
   * @throws IOException if the file cannot be read, or is not compressed as its name says
   */
  public static InputStream bytes(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }
}
