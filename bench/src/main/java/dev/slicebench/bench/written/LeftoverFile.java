package dev.slicebench.bench.written;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slicebench.bench.written.KeyLog.Entry;
import dev.slicebench.evidence.SidecarInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of documents that slicebench wrote to somebody's store and could not delete, or that may
 * yet land there: what {@code slicebench clean} deletes. Holds no secret.
 *
 * @param schema the version of this layout
 * @param sidecar by which they were written
 * @param notDeleted keys that could not be deleted
 * @param late keys of writes with an unknown outcome, which may land after all
 */
public record LeftoverFile(
    int schema, SidecarInfo sidecar, List<Entry> notDeleted, List<Entry> late) {

  private static final String FOLDER = "left";
  private static final int SCHEMA = 1;
  private static final int KEYS_A_STEP = 400;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Requires all of it. */
  public LeftoverFile {
    requireNonNull(sidecar);
    Stream.concat(notDeleted.stream(), late.stream())
        .forEach(
            entry -> {
              requireNonNull(entry.metadata());
              requireNonNull(entry.keys());
            });
  }

  /**
   * Where it is, in a folder of results.
   *
   * @param prefix of the keys
   */
  public static Path in(Path results, String prefix) {
    return results.resolve(FOLDER).resolve(prefix.replaceAll("-+$", "") + ".json");
  }

  /** What was left behind {@code sidecar}. */
  public static LeftoverFile of(SidecarInfo sidecar, List<Entry> notDeleted, List<Entry> late) {
    return new LeftoverFile(SCHEMA, sidecar, List.copyOf(notDeleted), List.copyOf(late));
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is no such file, in a line that says so
   */
  public static LeftoverFile read(Path file) throws IOException {
    try {
      LeftoverFile read = MAPPER.readValue(file.toFile(), LeftoverFile.class);
      if (read == null) {
        throw notOne(file, null);
      }
      if (read.schema != SCHEMA) {
        throw new IOException(file + " was written by another version of slicebench: use that one");
      }
      return read;
    } catch (FileNotFoundException e) {
      throw new IOException(
          file + " cannot be read: name a file that a run or a verification has told", e);
    } catch (JsonProcessingException e) {
      throw notOne(file, e);
    }
  }

  private static IOException notOne(Path file, @Nullable Exception cause) {
    return new IOException(
        file + " is no list of what slicebench has left: name a file that it has told", cause);
  }

  /**
   * Writes it, whole or not at all, in place of an earlier one.
   *
   * @throws IOException if that fails; an earlier one is there still
   */
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "." + file.getFileName(), "");
    try {
      MAPPER.writeValue(part.toFile(), this);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** How many keys it has. */
  public int size() {
    return Stream.concat(notDeleted.stream(), late.stream())
        .mapToInt(entry -> entry.keys().size())
        .sum();
  }

  /**
   * Deletes the documents that it names. The file is written anew after each step, so that nothing
   * is lost where this ends in between, and is deleted when nothing is left.
   *
   * @param file where it was read from
   * @return what is left
   * @throws IOException if the file cannot be written
   */
  public LeftoverFile clean(Path file, Eraser eraser) throws IOException {
    Deque<Entry> known = steps(notDeleted);
    Deque<Entry> doubtful = steps(late);
    List<Entry> stuck = new ArrayList<>();
    LeftoverFile rest = this;
    while (!known.isEmpty() || !doubtful.isEmpty()) {
      List<Entry> step = List.of(known.isEmpty() ? doubtful.remove() : known.remove());
      stuck.addAll(only(step, eraser.erase(step)));
      List<Entry> left = Stream.concat(stuck.stream(), known.stream()).toList();
      rest = of(sidecar, left, List.copyOf(doubtful));
      rest.write(file);
    }
    if (rest.size() == 0) {
      Files.deleteIfExists(file);
    }
    return rest;
  }

  private static Deque<Entry> steps(List<Entry> entries) {
    Deque<Entry> steps = new ArrayDeque<>();
    for (Entry entry : entries) {
      List<String> keys = entry.keys();
      for (int from = 0; from < keys.size(); from += KEYS_A_STEP) {
        int to = Math.min(from + KEYS_A_STEP, keys.size());
        steps.add(new Entry(entry.metadata(), keys.subList(from, to)));
      }
    }
    return steps;
  }

  /** These entries, with only those keys; an entry without any is left out. */
  public static List<Entry> only(List<Entry> entries, Collection<String> keys) {
    Set<String> wanted = Set.copyOf(keys);
    return entries.stream()
        .map(
            entry ->
                new Entry(
                    entry.metadata(), entry.keys().stream().filter(wanted::contains).toList()))
        .filter(entry -> !entry.keys().isEmpty())
        .toList();
  }
}
