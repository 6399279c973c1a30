package dev.slicebench.bench.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.bench.ruler.Times;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one fork measured: its operations' times in milliseconds.
 *
 * @param operations how many were timed
 * @param undisturbedMs the time that a tenth of them stayed within
 * @param medianMs the time that half of them stayed within
 * @param callsPerOperation calls of Dapr's API; null where the build does not count them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForkResult(
    long operations, double undisturbedMs, double medianMs, @Nullable Double callsPerOperation) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MEDIAN = 0.5;

  /**
   * Reads JMH's JSON of one fork of one benchmark in the mode {@code ss}.
   *
   * @throws IOException if it holds no times in milliseconds
   */
  static ForkResult read(Path jmhJson) throws IOException {
    JsonNode result = MAPPER.readTree(jmhJson.toFile()).path(0);
    Times times = new Times();
    String unit = result.path("primaryMetric").path("scoreUnit").asText();
    if (!unit.equals("ms/op")) {
      throw new IOException("JMH's times are in '" + unit + "' instead of ms/op");
    }
    for (JsonNode operation : result.path("primaryMetric").path("rawData").path(0)) {
      if (!operation.isNumber() || !(operation.asDouble() > 0)) {
        throw new IOException("JMH has an operation that took " + operation + " ms");
      }
      times.add(operation.asDouble());
    }
    if (times.count() == 0) {
      throw new IOException("JMH timed no operation");
    }
    return new ForkResult(
        times.count(),
        times.quantile(Times.UNDISTURBED),
        times.quantile(MEDIAN),
        callsPerOperation(result.path("secondaryMetrics")));
  }

  private static @Nullable Double callsPerOperation(JsonNode counters) {
    double invocations = sum(counters.path("invocations"));
    return invocations == 0 ? null : sum(counters.path("calls")) / invocations;
  }

  private static double sum(JsonNode counter) {
    double sum = 0;
    for (JsonNode iteration : counter.path("rawData").path(0)) {
      sum += iteration.asDouble();
    }
    return sum;
  }
}
