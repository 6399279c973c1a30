package dev.slicebench.bench.report;

import dev.slicebench.bench.run.Envelope;
import java.nio.file.Path;

/**
 * A run that was written to a folder.
 *
 * @param folder where it is
 * @param envelope what its figures mean
 * @param scores its figures
 */
public record Run(Path folder, Envelope envelope, Scores scores) {}
