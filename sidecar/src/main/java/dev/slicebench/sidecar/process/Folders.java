package dev.slicebench.sidecar.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that come and go. */
public final class Folders {

  private Folders() {}

  /** Deletes a folder with all that is in it, as far as the system allows. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.deleteIfExists(file);
                } catch (IOException e) {
                  // The rest can still go.
                }
              });
    } catch (IOException | RuntimeException e) {
      // Not there, or going away by itself.
    }
  }
}
