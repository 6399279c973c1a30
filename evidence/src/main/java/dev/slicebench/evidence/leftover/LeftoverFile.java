package dev.slicebench.evidence.leftover;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slicebench.evidence.SidecarInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of documents that slicebench wrote to somebody's store and could not delete, or that may
 * yet land there: what {@code slicebench clean} deletes. Holds no secret.
 *
 * @param schema the version of this layout
 * @param sidecar by which they were written
 * @param notDeleted as in {@link Leftovers}
 * @param late as in {@link Leftovers}
 */
public record LeftoverFile(
    int schema, SidecarInfo sidecar, List<DocumentKeys> notDeleted, List<DocumentKeys> late) {

  private static final String FOLDER = "left";
  private static final int SCHEMA = 1;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Requires all of it. */
  public LeftoverFile {
    requireNonNull(sidecar);
    requireNonNull(notDeleted);
    requireNonNull(late);
  }

  /**
   * Returns where the file is in a folder of results.
   *
   * @param prefix of the keys
   */
  public static Path in(Path results, String prefix) {
    return results.resolve(FOLDER).resolve(prefix.replaceAll("-+$", "") + ".json");
  }

  /** Returns what was left behind {@code sidecar}, for a file. */
  public static LeftoverFile of(SidecarInfo sidecar, Leftovers left) {
    return new LeftoverFile(SCHEMA, sidecar, left.notDeleted(), left.late());
  }

  /** Returns the documents that it names. */
  public Leftovers leftovers() {
    return new Leftovers(notDeleted, late);
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
}
