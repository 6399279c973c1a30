package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.sql.SqlQuery;
import java.util.HashMap;
import java.util.Map;

/**
 * A query as a request has it.
 *
 * @param parameters values by name, {@code @} included
 */
record QueryText(String text, Map<String, JsonNode> parameters) {

  static final QueryText EVERYTHING = new QueryText("SELECT * FROM c", Map.of());

  static QueryText of(RestRequest call) {
    ObjectNode body = call.object(Json.REQUEST);
    if (!body.path("query").isTextual()) {
      throw CosmosException.badRequest("the request's body has no 'query'");
    }
    Map<String, JsonNode> parameters = new HashMap<>();
    for (JsonNode one : body.path("parameters")) {
      if (!one.path("name").isTextual() || !one.path("name").textValue().startsWith("@")) {
        throw CosmosException.badRequest("a parameter of a query has no 'name' that begins with @");
      }
      parameters.put(one.path("name").textValue(), one.path("value"));
    }
    return new QueryText(body.path("query").textValue(), parameters);
  }

  /** Returns where a request's answer begins, or goes on. */
  Cursor from(RestRequest call, SqlQuery parsed) {
    return call.optional("x-ms-continuation")
        .map(token -> Cursor.of(token, hashCode()))
        .orElseGet(() -> Cursor.start(hashCode(), parsed.offset(), parsed.limit()));
  }

  SqlQuery parsed() {
    return SqlQuery.parse(text, parameters);
  }
}
