package dev.slicebench.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.run.Cell;
import dev.slicebench.bench.run.Cell.Load;
import dev.slicebench.bench.run.RequestUnits;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The scores of a run, by cell. */
public final class Scores {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<Cell, Score> byCell;

  Scores(Map<Cell, Score> byCell) {
    this.byCell = byCell;
  }

  /** Reads the JSON that JMH wrote; benchmarks that are not of this project are left out. */
  public static Scores read(Path jmhJson) throws IOException {
    return of(MAPPER.readTree(jmhJson.toFile()));
  }

  /** As {@link #read}, of the JSON itself. */
  static Scores parse(String jmhJson) throws IOException {
    return of(MAPPER.readTree(jmhJson));
  }

  private static Scores of(JsonNode results) {
    Map<Cell, Score> byCell = new LinkedHashMap<>();
    for (JsonNode result : results) {
      for (Subject subject : Subject.values()) {
        if (subject.benchmark().equals(result.path("benchmark").asText())) {
          byCell.put(cell(subject, result), score(result));
        }
      }
    }
    return new Scores(byCell);
  }

  /** Request units as scores, which have no error. */
  static Scores of(RequestUnits requestUnits) {
    Map<Cell, Score> byCell = new LinkedHashMap<>();
    requestUnits.charges().forEach(one -> byCell.put(one.cell(), new Score(one.requestUnits(), 0)));
    return new Scores(byCell);
  }

  private static Cell cell(Subject subject, JsonNode result) {
    JsonNode params = result.path("params");
    return new Cell(
        subject,
        params.has("protocol") ? Protocol.valueOf(params.path("protocol").asText()) : null,
        params.has("mode") ? SliceMode.valueOf(params.path("mode").asText()) : null,
        new Load(
            params.path("streamLength").asInt(0),
            params.path("eventsPerAppend").asInt(),
            params.path("payloadBytes").asInt()),
        result.path("threads").asInt());
  }

  private static Score score(JsonNode result) {
    List<Double> iterations = new ArrayList<>();
    for (JsonNode fork : result.path("primaryMetric").path("rawData")) {
      fork.forEach(iteration -> iterations.add(iteration.asDouble()));
    }
    return Score.of(iterations);
  }

  /** The score of a cell; null where it was not measured. */
  public @Nullable Score get(Cell cell) {
    return byCell.get(cell);
  }

  /** What was measured. */
  public Set<Cell> cells() {
    return byCell.keySet();
  }
}
