package dev.slicebench.evidence.verification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.evidence.file.DamagedFileException;
import dev.slicebench.evidence.file.RecordFile;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code slicebench verify} wrote, a report a store. */
public final class Verifications {

  /** Where it is, in a folder of results. */
  public static final String FOLDER = "conformance";

  /** Where soaks are, in a folder of results. */
  public static final String SOAKS = "soak";

  private Verifications() {}

  /**
   * Reads all that was verified: what one run found of a store, and what a soak found of a mode.
   *
   * @param results a folder of results; one without verifications has none
   * @return those of {@link #runs}, and then the {@link #soaks}
   * @throws ResultsException if a report cannot be read
   */
  public static List<VerificationReport> read(Path results) throws IOException {
    List<VerificationReport> reports = new ArrayList<>(runs(results));
    reports.addAll(soaks(results));
    return List.copyOf(reports);
  }

  /**
   * Reads what was verified in one run a store.
   *
   * @param results a folder of results; one without verifications has none
   * @return the reports, by their files' names
   * @throws ResultsException if a report cannot be read
   */
  public static List<VerificationReport> runs(Path results) throws IOException {
    return reports(results.resolve(FOLDER));
  }

  /**
   * Reads what was soaked.
   *
   * @param results a folder of results; one without soaks has none
   * @return the reports, mode by mode, by their files' names
   * @throws ResultsException if a report cannot be read
   */
  public static List<VerificationReport> soaks(Path results) throws IOException {
    List<VerificationReport> reports = new ArrayList<>();
    for (SliceMode mode : SliceMode.values()) {
      reports.addAll(reports(soak(results.resolve(SOAKS), mode)));
    }
    return List.copyOf(reports);
  }

  /** Returns the folder of one mode's soaks, in the one of all. */
  public static Path soak(Path soaks, SliceMode mode) {
    return soaks.resolve(mode.name().toLowerCase(Locale.ROOT));
  }

  private static List<VerificationReport> reports(Path folder) throws IOException {
    List<VerificationReport> reports = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          reports.add(report(file));
        }
      }
    }
    return List.copyOf(reports);
  }

  private static VerificationReport report(Path file) throws IOException {
    try {
      JsonNode json = RecordFile.tree(file);
      if (!json.path("schema").isInt()) {
        throw new DamagedFileException("it holds no verdict");
      }
      int schema = json.path("schema").asInt();
      if (schema < 1 || schema > VerificationReport.SCHEMA) {
        throw new ResultsException(
            "%s is of another format (%d; this slicebench reads up to %d): verify anew with './slicebench verify'"
                .formatted(file, schema, VerificationReport.SCHEMA));
      }
      VerificationReport report = RecordFile.of(json, VerificationReport.class);
      Instant.parse(report.startedAt());
      return report;
    } catch (DamagedFileException | DateTimeException e) {
      throw new ResultsException(
          "%s is cut short or damaged: restore it, or remove it (%s)"
              .formatted(file, e.getMessage()));
    }
  }
}
