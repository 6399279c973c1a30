package dev.slicebench.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.bench.run.Cell;
import dev.slicebench.bench.run.RequestUnits;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The scores of a run, by cell. */
public final class Scores {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<Cell, Score> byCell;
  private final Map<Cell, Counters> counters;

  Scores(Map<Cell, Score> byCell, Map<Cell, Counters> counters) {
    this.byCell = byCell;
    this.counters = counters;
  }

  /**
   * Reads the JSON that JMH wrote; benchmarks that are not of this project are left out. Every mean
   * is finite and above 0.
   *
   * @throws ResultsException if it is damaged
   */
  public static Scores read(Path jmhJson) throws IOException {
    try {
      return parse(Files.readString(jmhJson));
    } catch (JsonProcessingException e) {
      throw ResultsException.damaged(jmhJson, e.getOriginalMessage());
    } catch (CharacterCodingException e) {
      throw ResultsException.damaged(jmhJson, "it is no text");
    } catch (IllegalArgumentException e) {
      throw ResultsException.damaged(jmhJson, String.valueOf(e.getMessage()));
    }
  }

  /**
   * As {@link #read}, of the JSON itself.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  static Scores parse(String jmhJson) throws JsonProcessingException {
    return JmhFile.scores(MAPPER.readTree(jmhJson));
  }

  /** Request units as scores, which have no error. */
  static Scores of(RequestUnits requestUnits) {
    Map<Cell, Score> byCell = new LinkedHashMap<>();
    requestUnits.charges().forEach(one -> byCell.put(one.cell(), new Score(one.requestUnits(), 0)));
    return new Scores(byCell, Map.of());
  }

  /** The same, but that nothing is known of how far the figures of some cells may be off. */
  Scores distrusting(Collection<Cell> cells) {
    Map<Cell, Score> scores = new LinkedHashMap<>(byCell);
    cells.forEach(
        cell ->
            scores.computeIfPresent(
                cell, (key, score) -> new Score(score.perOp(), Double.POSITIVE_INFINITY)));
    return new Scores(scores, counters);
  }

  /** The score of a cell; null where it was not measured. */
  public @Nullable Score get(Cell cell) {
    return byCell.get(cell);
  }

  /** What was counted of a cell; null where nothing was. */
  @Nullable Counters counters(Cell cell) {
    return counters.get(cell);
  }

  /** What was measured. */
  public Set<Cell> cells() {
    return byCell.keySet();
  }
}
