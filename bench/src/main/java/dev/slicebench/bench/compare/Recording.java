package dev.slicebench.bench.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.SidecarInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a comparison measured, unjudged.
 *
 * @param schema the version of this layout
 * @param startedAt ISO 8601, UTC
 * @param base what it was compared with, as its build is labelled
 * @param head what was compared
 * @param rows the cells that both builds have
 * @param leftOut the cells that were not compared, and why
 * @param broken the cells that only the head fails on
 * @param notDeleted keys that were written and could not be deleted
 */
public record Recording(
    int schema,
    String startedAt,
    String finishedAt,
    Machine machine,
    SidecarInfo sidecar,
    String base,
    String head,
    Effort effort,
    List<Row> rows,
    List<Note> leftOut,
    List<Note> broken,
    List<String> notDeleted) {

  /** The layout that this version writes. */
  static final int SCHEMA = 2;

  /** The file's name in a comparison's folder. */
  public static final String FILE = "comparison.json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** One cell's pairs, in the order in which they were measured. */
  public record Row(BenchmarkCase cell, List<Pair> pairs) {}

  /** A cell, and what about it. */
  public record Note(BenchmarkCase cell, String reason) {}

  /** Reads the file of a folder. */
  static Recording read(Path folder) throws IOException {
    return MAPPER.readValue(folder.resolve(FILE).toFile(), Recording.class);
  }

  /** Returns what {@link #read} reads. */
  public String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
