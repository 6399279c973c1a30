package dev.slicebench.bench.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was asked to be compared.
 *
 * @param name the branch, tag, commit or file as it was typed
 * @param commit what the name stands for; null for a file
 * @param jar the benchmarks that were built of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Build(String name, @Nullable String commit, Path jar) {

  private static final int SHORT = 10;

  /** The name, and for a commit which it is. */
  String label() {
    return commit == null
        ? jar.getFileName().toString()
        : commit.startsWith(name) ? name : name + " (" + commit.substring(0, SHORT) + ")";
  }
}
