package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers that were made of all rows at once and are given in pages: groups, distinct values. They
 * are what they were when the first page was asked for; the oldest are forgotten.
 */
final class OpenAnswers {

  private static final int MOST = 100;

  private final Map<Long, List<JsonNode>> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<JsonNode>> eldest) {
          return size() > MOST;
        }
      };

  private long last;

  /** Keeps an answer, and returns its number. */
  synchronized long open(List<JsonNode> rows) {
    answers.put(++last, rows);
    return last;
  }

  synchronized List<JsonNode> rows(long answer) {
    List<JsonNode> rows = answers.get(answer);
    if (rows == null) {
      throw CosmosException.badRequest(
          "Invalid Continuation Token: it is so old that its answer is forgotten");
    }
    return rows;
  }
}
