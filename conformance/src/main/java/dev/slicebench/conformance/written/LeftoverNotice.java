package dev.slicebench.conformance.written;

import dev.slicebench.evidence.leftover.LeftoverFile;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.sidecar.Sidecar;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Tells a user what is left in their store, and how to delete it later.
 *
 * @param sidecar reaches the store
 * @param file where the keys are named, if there are any and the store stays
 * @param clean the command that deletes what a file names, without the file
 */
public record LeftoverNotice(Sidecar sidecar, Path file, String clean) {

  /** Writes the file and prints what it is about; does nothing if nothing is left. */
  public void print(Leftovers left) {
    if (left.size() == 0) {
      return;
    }
    String told =
        "%,d documents could not be deleted, and %,d may yet land"
            .formatted(Leftovers.size(left.notDeleted()), Leftovers.size(left.late()));
    if (sidecar.isStoreTemporary()) {
      System.err.println(told + "; they go with their store");
      return;
    }
    try {
      LeftoverFile.of(sidecar.info(), left).write(file);
      System.err.println(told + ": delete them later with: " + clean + " " + file);
    } catch (IOException e) {
      System.err.println(
          "%s; %s cannot be written (%s): %s"
              .formatted(told, file, e.getMessage(), String.join(" ", left.keys())));
    }
  }
}
