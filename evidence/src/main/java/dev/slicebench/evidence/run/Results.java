package dev.slicebench.evidence.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.file.DamagedFileException;
import dev.slicebench.evidence.file.RecordFile;
import dev.slicebench.evidence.file.ResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs as they were written to folders.
 *
 * @param runs oldest first
 */
public record Results(List<Run> runs) {

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
    runs.sort(Comparator.comparing(Run::startedAt));
    return new Results(List.copyOf(runs));
  }

  /**
   * Returns these results, a part for each machine, since only figures of one may be set side by
   * side: the machine that is here first, then as they come.
   */
  public List<Results> byMachine(Machine here) {
    Map<String, List<Run>> byMachine = new LinkedHashMap<>();
    for (Run run : runs) {
      byMachine
          .computeIfAbsent(run.envelope().machine().label(), label -> new ArrayList<>())
          .add(run);
    }
    return byMachine.entrySet().stream()
        .sorted(Comparator.comparing(part -> !part.getKey().equals(here.label())))
        .map(part -> new Results(List.copyOf(part.getValue())))
        .toList();
  }

  /** Of which machine they are; the first run's, if of several. */
  public Machine machine() {
    return runs.get(0).envelope().machine();
  }

  /** Returns the latest run of each configuration, so of each store, oldest first. */
  public List<Run> latest() {
    Map<String, Run> latest = new HashMap<>();
    runs.forEach(run -> latest.put(run.envelope().configuration(), run));
    return runs.stream().filter(latest::containsValue).toList();
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
                  .formatted(path, Envelope.FILE, Run.JMH_FILE));
    }
    return runs;
  }

  /** Returns whether a folder holds folders of runs. */
  public static boolean areIn(Path folder) throws IOException {
    return Files.isDirectory(folder) && content(folder).stream().anyMatch(Results::isRun);
  }

  private static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(Envelope.FILE));
  }

  private static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static Run run(Path folder) throws IOException {
    Path envelope = folder.resolve(Envelope.FILE);
    Path plain = folder.resolve(Run.JMH_FILE);
    Path compressed = folder.resolve(Run.JMH_FILE + ".gz");
    Path figures = Files.isRegularFile(compressed) && Files.notExists(plain) ? compressed : plain;
    if (!Files.isRegularFile(figures)) {
      throw new ResultsException(
          folder + " has no " + Run.JMH_FILE + ": restore it, or remove the folder");
    }
    try {
      requireSchema(folder, RecordFile.tree(envelope));
      Run run = new Run(folder, Envelope.read(folder), Scores.read(figures));
      requireFigures(figures, run);
      return run;
    } catch (DamagedFileException e) {
      throw ResultsException.damaged(envelope, String.valueOf(e.getMessage()));
    }
  }

  /** A run has none only where no mode could be measured, or each figure broke. */
  private static void requireFigures(Path file, Run run) throws ResultsException {
    boolean measurable =
        run.envelope().standings().stream().anyMatch(one -> one.verdict().isUsable());
    if (run.scores().cells().isEmpty() && run.envelope().broken().isEmpty() && measurable) {
      throw ResultsException.damaged(file, "it holds no figure of a run that measured");
    }
  }

  private static void requireSchema(Path folder, JsonNode envelope)
      throws ResultsException, DamagedFileException {
    if (!envelope.isObject()) {
      throw new DamagedFileException("it holds no JSON object");
    }
    int schema = envelope.path("schema").asInt();
    boolean older = schema < Envelope.OLDEST_SCHEMA;
    if (older || schema > Envelope.SCHEMA) {
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
}
