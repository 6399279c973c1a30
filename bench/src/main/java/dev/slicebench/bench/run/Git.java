package dev.slicebench.bench.run;

import dev.slicebench.evidence.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The git program. */
public final class Git {

  private Git() {}

  /**
   * Returns what the checkout in {@code home} holds: its commit, and whether it differs from it,
   * results aside.
   */
  public static Source source(Path home) {
    String commit = answer(home, "rev-parse", "HEAD").orElse(null);
    boolean dirty =
        answer(home, "status", "--porcelain", "--", ".", ":!results")
            .filter(changes -> !changes.isEmpty())
            .isPresent();
    return new Source(commit, dirty);
  }

  /**
   * Returns what a command answers in the folder {@code home}; empty where it fails, or git is
   * missing.
   */
  public static Optional<String> answer(Path home, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(arguments));
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
