package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.slicebench.cosmos.wire.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A state store as daprd sees it: one of Dapr's components, or this project's own. */
abstract class StateComponent {

  /** A key, and what was found under it. */
  record Found(String key, @Nullable Entry entry) {}

  /** An answer to a query. */
  record Page(List<Row> rows, String token) {}

  /** A row of a query's answer. */
  record Row(String key, ByteString data, String etag) {}

  /**
   * Reads a key.
   *
   * @param metadata the request's
   */
  abstract @Nullable Entry get(String key, Map<String, String> metadata) throws ComponentException;

  /**
   * Reads several keys.
   *
   * @param metadata the request's
   * @return in the component's own order, each key as often as the component lists it
   */
  abstract List<Found> getBulk(List<String> keys, Map<String, String> metadata)
      throws ComponentException;

  /** Does one write by itself. */
  abstract void write(ComponentOperation operation) throws ComponentException;

  /**
   * Does writes that are meant to happen together.
   *
   * @param metadata the request's
   */
  abstract void transact(List<ComponentOperation> operations, Map<String, String> metadata)
      throws ComponentException;

  /** Returns how many operations a transaction may have. */
  int maxOperations() {
    return Integer.MAX_VALUE;
  }

  /** Returns whether the component has a query call at all. */
  boolean isQuerier() {
    return false;
  }

  /**
   * Answers a query.
   *
   * @param metadata the request's
   */
  abstract Page query(Query query, Map<String, String> metadata) throws ComponentException;

  /** Returns the text that the component stores for JSON that daprd has parsed. */
  String encode(JsonNode json) {
    return GoJson.write(json);
  }

  /** Returns what its Cosmos DB was asked so far; empty where another store is behind it. */
  Optional<Traffic> traffic() {
    return Optional.empty();
  }
}
