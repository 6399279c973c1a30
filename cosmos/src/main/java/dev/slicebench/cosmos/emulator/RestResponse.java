package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.Account;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param headers beside those that every answer has
 * @param body JSON; missing for none
 */
record RestResponse(int status, Map<String, String> headers, JsonNode body, double requestUnits) {

  private static final JsonNode NONE = JsonNodeFactory.instance.missingNode();

  static RestResponse of(int status, JsonNode body, double requestUnits) {
    return new RestResponse(status, Map.of(), body, requestUnits);
  }

  static RestResponse empty(int status, double requestUnits) {
    return new RestResponse(status, Map.of(), NONE, requestUnits);
  }

  static RestResponse refusal(CosmosException refusal) {
    return refusal(refusal.status(), refusal.code(), String.valueOf(refusal.getMessage()), 1);
  }

  static RestResponse refusal(int status, String code, String message, double requestUnits) {
    return of(
        status,
        JsonNodeFactory.instance.objectNode().put("code", code).put("message", message),
        requestUnits);
  }

  static RestResponse fault(Throwable fault) {
    return refusal(
        500,
        "InternalServerError",
        "a fault of slicebench's Cosmos DB emulator, please report it: " + fault,
        0);
  }

  RestResponse with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new RestResponse(status, more, body, requestUnits);
  }

  /** Adds what SDKs learn from every answer about a container: its names, and how far it is. */
  RestResponse in(Container container) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put("x-ms-session-token", "0:-1#" + container.version());
    more.put("x-ms-alt-content-path", container.link());
    more.put("x-ms-content-path", container.rid());
    return new RestResponse(status, more, body, requestUnits);
  }

  /** Adds by what SDKs learn in which database a container is. */
  RestResponse in(ObjectNode database) {
    return with("x-ms-alt-content-path", Account.link(database))
        .with("x-ms-content-path", database.path("_rid").asText());
  }

  byte[] bytes() {
    return body.isMissingNode() ? new byte[0] : Json.bytes(body);
  }
}
