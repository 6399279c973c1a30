package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The throughput that a database or a container is provisioned with. It is kept and told; what
 * slows requests down is the emulator's own budget.
 *
 * @param requestUnits a second; with autoscale the most
 */
public record Throughput(int requestUnits, boolean autoscale) {

  /** What the service gives where nothing is asked. */
  static final Throughput USUAL = new Throughput(400, false);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public Throughput {
    if (requestUnits < 1) {
      throw CosmosException.badRequest("a throughput is at least 1 request unit a second");
    }
  }

  /**
   * Reads the headers of a request that creates something.
   *
   * @param manual of {@code x-ms-offer-throughput}; may be empty
   * @param autoscale of {@code x-ms-cosmos-offer-autopilot-settings}; may be empty
   */
  public static Optional<Throughput> ofHeaders(String manual, String autoscale) {
    try {
      if (!autoscale.isEmpty()) {
        return Optional.of(
            new Throughput(MAPPER.readTree(autoscale).path("maxThroughput").asInt(), true));
      }
      return manual.isEmpty()
          ? Optional.empty()
          : Optional.of(new Throughput(Integer.parseInt(manual), false));
    } catch (JacksonException | NumberFormatException e) {
      throw CosmosException.badRequest("this is no throughput: " + manual + autoscale);
    }
  }

  /** Reads the content of an offer. */
  static Throughput of(JsonNode content) {
    JsonNode settings = content.path("offerAutopilotSettings");
    return settings.isObject()
        ? new Throughput(settings.path("maxThroughput").asInt(), true)
        : new Throughput(content.path("offerThroughput").asInt(), false);
  }

  ObjectNode json() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.put("offerThroughput", autoscale ? Math.max(1, requestUnits / 10) : requestUnits);
    if (autoscale) {
      content.putObject("offerAutopilotSettings").put("maxThroughput", requestUnits);
    }
    return content;
  }
}
