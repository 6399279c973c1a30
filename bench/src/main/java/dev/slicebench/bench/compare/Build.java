package dev.slicebench.bench.compare;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was asked to be compared.
 *
 * @param name the branch, tag, commit or file as it was typed
 * @param commit what the name stands for; null for a file
 * @param jar the benchmarks that were built of it
 */
public record Build(String name, @Nullable String commit, Path jar) {

  private static final int SHORT = 10;

  /** Returns the file's name; or the commit's, and which it is. */
  public String label() {
    return commit == null
        ? jar.getFileName().toString()
        : commit.startsWith(name) ? name : name + " (" + commit.substring(0, SHORT) + ")";
  }
}
