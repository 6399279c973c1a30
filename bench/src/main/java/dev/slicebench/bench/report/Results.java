package dev.slicebench.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.bench.run.BenchmarkRun;
import dev.slicebench.bench.run.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs as they were written to folders.
 *
 * @param runs at least one, oldest first
 */
public record Results(List<Run> runs) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads runs.
   *
   * @param paths each the folder of a run, or a folder that holds folders of runs; what else is in
   *     the latter is passed over
   * @throws ResultsException if a path is neither, or a run in it cannot be read
   */
  public static Results read(Collection<Path> paths) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Path path : paths) {
      for (Path folder : folders(path)) {
        runs.add(run(folder));
      }
    }
    runs.sort(Comparator.comparing(run -> run.envelope().startedAt()));
    return new Results(List.copyOf(runs));
  }

  /**
   * These results, which are of one machine: its figures may be set side by side.
   *
   * @throws ResultsException if they are of more than one
   */
  public Results ofOneMachine() throws ResultsException {
    Run first = runs.get(0);
    for (Run run : runs) {
      if (!run.envelope().machine().isLike(first.envelope().machine())) {
        throw new ResultsException(
            "results of two machines cannot be set side by side: %s (%s) and %s (%s); name the runs of one"
                .formatted(
                    first.folder(),
                    first.envelope().machine().label(),
                    run.folder(),
                    run.envelope().machine().label()));
      }
    }
    return this;
  }

  private static List<Path> folders(Path path) throws IOException {
    if (Files.notExists(path)) {
      throw new ResultsException("no such folder: " + path + ": './slicebench run' makes results");
    }
    if (isRun(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new ResultsException(path + " is a file: name the folder of a run, or one of runs");
    }
    List<Path> content = content(path);
    List<Path> runs = content.stream().filter(Results::isRun).toList();
    if (runs.isEmpty()) {
      throw new ResultsException(
          content.isEmpty()
              ? path + " is empty: './slicebench run' makes results"
              : "no run in %s: a run's folder has %s and %s, and './slicebench run' makes one"
                  .formatted(path, Envelope.FILE, BenchmarkRun.JMH_FILE));
    }
    return runs;
  }

  private static boolean isRun(Path folder) {
    return Files.exists(folder.resolve(Envelope.FILE));
  }

  private static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static Run run(Path folder) throws IOException {
    Path envelope = folder.resolve(Envelope.FILE);
    Path figures = folder.resolve(BenchmarkRun.JMH_FILE);
    if (Files.notExists(figures)) {
      throw new ResultsException(
          folder + " has no " + BenchmarkRun.JMH_FILE + ": restore it, or remove the folder");
    }
    try {
      requireSchema(folder, MAPPER.readTree(envelope.toFile()));
      return new Run(folder, Envelope.read(folder), readable(figures));
    } catch (JsonProcessingException e) {
      throw damaged(envelope, e.getOriginalMessage());
    }
  }

  private static Scores readable(Path figures) throws IOException {
    try {
      return Scores.read(figures);
    } catch (JsonProcessingException e) {
      throw damaged(figures, e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw damaged(figures, String.valueOf(e.getMessage()));
    }
  }

  private static void requireSchema(Path folder, JsonNode envelope) throws ResultsException {
    int schema = envelope.path("schema").asInt();
    if (schema != Envelope.SCHEMA) {
      boolean older = schema < Envelope.SCHEMA;
      throw new ResultsException(
          "%s is of %s format (%d; this slicebench reads %d): %s"
              .formatted(
                  folder,
                  older ? "an older" : "a newer",
                  schema,
                  Envelope.SCHEMA,
                  older ? "measure anew with './slicebench run'" : "update slicebench"));
    }
  }

  private static ResultsException damaged(Path file, String why) {
    return new ResultsException(
        "%s is cut short or damaged: restore it, or remove its folder (%s)".formatted(file, why));
  }
}
