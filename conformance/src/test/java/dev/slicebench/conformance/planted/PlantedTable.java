package dev.slicebench.conformance.planted;

import static java.util.stream.Collectors.joining;

import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The table of what became of each fault, {@code docs/planted-faults.md}: one row a fault. */
final class PlantedTable {

  private static final String HEAD = "| fault | took place | came of it | modes called SAFE |\n";
  private static final String LINE = "| --- | --- | --- | --- |\n";
  private static final int RULES_SHOWN = 8;

  private final Path file;

  PlantedTable(Path file) {
    this.file = file;
  }

  /** Returns the row of the fault; empty where it has none. */
  Optional<String> row(Fault fault) {
    return Optional.ofNullable(rows().get(fault.name()));
  }

  /** Puts the row of a run in the place of an earlier one; other processes may do so too. */
  void put(PlantedRun run) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file.resolveSibling("planted-faults.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("no lock of " + file);
      }
      Map<String, String> rows = rows();
      rows.put(run.fault().name(), row(run));
      List<String> lines = new ArrayList<>();
      Faults.all().forEach(fault -> lines.add(rows.getOrDefault(fault.name(), "")));
      String text = Files.readString(file);
      String intro = text.substring(0, text.indexOf(HEAD));
      Files.writeString(
          file,
          intro
              + HEAD
              + LINE
              + lines.stream()
                  .filter(line -> !line.isEmpty())
                  .map(l -> l + "\n")
                  .collect(joining()));
    }
  }

  private Map<String, String> rows() {
    Map<String, String> rows = new TreeMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .filter(line -> line.startsWith("| `"))
          .forEach(line -> rows.put(line.substring(3, line.indexOf('`', 3)), line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  static String row(PlantedRun run) {
    Fault fault = run.fault();
    String often = run.takings() == 0 ? "never" : "%,d times".formatted(run.takings());
    if (fault.oneIn() > 1) {
      often += " of %,d".formatted(run.opportunities());
    }
    return "| `%s`: %s | %s | %s | %s |"
        .formatted(fault.name(), fault.words(), often, outcome(run), safe(run));
  }

  private static String outcome(PlantedRun run) {
    List<String> broken = run.broken();
    if (!broken.isEmpty()) {
      return "FOUND by "
          + String.join(", ", broken.subList(0, Math.min(RULES_SHOWN, broken.size())))
          + (broken.size() > RULES_SHOWN
              ? " and %d more".formatted(broken.size() - RULES_SHOWN)
              : "");
    }
    if (run.fault().isExcused()) {
      return "rightly not accused: " + run.fault().excuse();
    }
    if (run.takings() > 0) {
      return "*missed*, at " + String.join(", ", run.takenAt().keySet());
    }
    return run.fault().oneIn() == 1
        ? "*not met*"
        : String.format(
            Locale.ROOT,
            "missed by chance: it takes place in %.0f %% of such runs",
            100 * run.chance());
  }

  private static String safe(PlantedRun run) {
    if (run.report().modes().isEmpty()) {
      return "not asked";
    }
    List<SliceMode> safe = run.safe();
    return safe.isEmpty() ? "none" : safe.stream().map(SliceMode::name).collect(joining(", "));
  }
}
