package dev.slicebench.evidence.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.file.RecordFile;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.file.TextFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The scores of a run, by cell. */
public final class Scores {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<BenchmarkCase, Score> byCell;

  Scores(Map<BenchmarkCase, Score> byCell) {
    this.byCell = byCell;
  }

  /**
   * Reads the JSON that JMH wrote, compressed where the file's name ends in {@code .gz}; benchmarks
   * that are not of this project are left out. Every mean is finite and above 0.
   *
   * @throws ResultsException if it is damaged
   */
  public static Scores read(Path jmhJson) throws IOException {
    try {
      return parse(text(jmhJson));
    } catch (JsonProcessingException e) {
      throw ResultsException.damaged(jmhJson, RecordFile.reason(e));
    } catch (CharacterCodingException e) {
      throw ResultsException.damaged(jmhJson, "it is no text");
    } catch (ZipException | EOFException e) {
      throw ResultsException.damaged(jmhJson, "it is not compressed whole");
    } catch (IllegalArgumentException e) {
      throw ResultsException.damaged(jmhJson, String.valueOf(e.getMessage()));
    }
  }

  private static String text(Path jmhJson) throws IOException {
    try (Reader reader = TextFile.open(jmhJson)) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    }
  }

  /**
   * As {@link #read}, of the JSON itself.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  public static Scores parse(String jmhJson) throws JsonProcessingException {
    return JmhFile.scores(MAPPER.readTree(jmhJson));
  }

  /** Returns the score of a cell; null where it was not measured. */
  public @Nullable Score get(BenchmarkCase cell) {
    return byCell.get(cell);
  }

  /** Returns what was measured. */
  public Set<BenchmarkCase> cells() {
    return byCell.keySet();
  }
}
