package dev.slicebench.answer.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.evidence.Benchmark;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;

/** The results of a made-up run on PostgreSQL, to be changed and written to a folder. */
public final class SampleRun {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode envelope = (ObjectNode) read("envelope.json");
  private final ArrayNode figures = (ArrayNode) read("jmh.json");

  private static JsonNode read(String file) {
    try (InputStream sample =
        SampleRun.class.getResourceAsStream("/dev/slicebench/answer/sample/" + file)) {
      return MAPPER.readTree(Objects.requireNonNull(sample));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public SampleRun with(String field, String value) {
    envelope.put(field, value);
    return this;
  }

  public SampleRun daprd(String version) {
    ((ObjectNode) envelope.path("sidecar")).put("daprVersion", version);
    return this;
  }

  SampleRun component(String type, String version) {
    ((ObjectNode) envelope.path("sidecar").path("component"))
        .put("type", type)
        .put("version", version);
    return this;
  }

  SampleRun cpus(int cpus) {
    ((ObjectNode) envelope.path("machine")).put("cpus", cpus);
    return this;
  }

  public SampleRun storeLatency(double ms) {
    envelope
        .putObject("latency")
        .put("storeMs", ms)
        .put("clientMs", 0.0)
        .put("jitterMs", 0.0)
        .put("measuredStoreMs", ms)
        .put("measuredClientMs", 0.0);
    return this;
  }

  SampleRun standing(String mode, String verdict, String reason) {
    for (JsonNode standing : envelope.path("standings")) {
      if (standing.path("mode").asText().equals(mode)) {
        ((ObjectNode) standing).put("verdict", verdict).put("reason", reason);
      }
    }
    return this;
  }

  /** Gives our appends in {@code mode} other times, in milliseconds. */
  public SampleRun appends(String mode, double... ms) {
    for (JsonNode figure : figures) {
      if (figure.path("benchmark").asText().endsWith(".append")
          && figure.path("params").path("mode").asText().equals(mode)
          && figure.path("params").path("protocol").asText().equals("OURS")) {
        ArrayNode fork = MAPPER.createArrayNode();
        for (double one : ms) {
          fork.add(one);
        }
        ((ObjectNode) figure.path("primaryMetric")).putArray("rawData").add(fork);
      }
    }
    return this;
  }

  /** Says that the machine was busy while our append in {@code mode} was measured. */
  SampleRun disturbed(String mode) {
    ObjectNode one = envelope.putArray("disturbed").addObject().put("times", 3.0);
    one.putObject("cell")
        .put("subject", "APPEND")
        .put("protocol", "OURS")
        .put("mode", mode)
        .put("callers", 1)
        .putObject("load")
        .put("streamLength", 1000)
        .put("eventsPerAppend", 10)
        .put("payloadBytes", 1024);
    return this;
  }

  /** Takes away what was seen of other modes, and measured of them or of the original. */
  SampleRun only(String mode) {
    for (Iterator<JsonNode> all = envelope.path("standings").iterator(); all.hasNext(); ) {
      if (!all.next().path("mode").asText().equals(mode)) {
        all.remove();
      }
    }
    for (Iterator<JsonNode> all = figures.iterator(); all.hasNext(); ) {
      JsonNode parameters = all.next().path("params");
      if (!parameters.path("mode").asText().equals(mode)
          || !parameters.path("protocol").asText().equals("OURS")) {
        all.remove();
      }
    }
    return this;
  }

  SampleRun typed(String... words) {
    ArrayNode commandLine = envelope.putArray("commandLine");
    for (String word : words) {
      commandLine.add(word);
    }
    return this;
  }

  /** Takes away what was measured of a subject. */
  SampleRun without(String subject) {
    String benchmark = Benchmark.valueOf(subject).jmhName();
    for (Iterator<JsonNode> all = figures.iterator(); all.hasNext(); ) {
      if (all.next().path("benchmark").asText().equals(benchmark)) {
        all.remove();
      }
    }
    return this;
  }

  /** Charges our operations of {@code mode} on streams of 1,000 events, in request units. */
  SampleRun charge(String mode, String subject, double requestUnits) {
    ObjectNode units =
        envelope.path("requestUnits") instanceof ObjectNode there
            ? there
            : envelope.putObject("requestUnits").put("source", "MODELLED");
    ObjectNode charge = units.withArray("charges").addObject();
    ObjectNode cell = charge.putObject("cell");
    cell.put("subject", subject).put("protocol", "OURS").put("mode", mode).put("callers", 1);
    cell.putObject("load")
        .put("streamLength", 1000)
        .put("eventsPerAppend", 10)
        .put("payloadBytes", 1024);
    charge.put("requestUnits", requestUnits).put("requests", 1.0);
    return this;
  }

  public Path writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    MAPPER.writeValue(folder.resolve("envelope.json").toFile(), envelope);
    MAPPER.writeValue(folder.resolve("jmh.json").toFile(), figures);
    return folder;
  }
}
