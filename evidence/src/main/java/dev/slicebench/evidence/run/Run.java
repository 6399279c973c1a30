package dev.slicebench.evidence.run;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A run that was written to a folder.
 *
 * @param folder where it is
 * @param envelope what its figures mean
 * @param scores its figures
 */
public record Run(Path folder, Envelope envelope, Scores scores) {

  /**
   * JMH's own JSON in the folder of a run; with {@code .gz} behind its name where it is compressed.
   */
  public static final String JMH_FILE = "jmh.json";

  /** Returns when it began. */
  public Instant startedAt() {
    return Instant.parse(envelope.startedAt());
  }
}
