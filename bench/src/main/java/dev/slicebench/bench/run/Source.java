package dev.slicebench.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The code that was measured.
 *
 * @param commit the checkout's commit; null where there is no checkout, or no git
 * @param dirty whether the checkout, results aside, differed from that commit
 */
public record Source(@Nullable String commit, boolean dirty) {

  /** Of the checkout in {@code home}. */
  static Source of(Path home) {
    String commit = git(home, "rev-parse", "HEAD").orElse(null);
    boolean dirty =
        git(home, "status", "--porcelain", "--", ".", ":!results")
            .filter(changes -> !changes.isEmpty())
            .isPresent();
    return new Source(commit, dirty);
  }

  private static Optional<String> git(Path home, String... arguments) {
    String[] command = new String[arguments.length + 3];
    command[0] = "git";
    command[1] = "-C";
    command[2] = home.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
