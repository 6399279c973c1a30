package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation.Kind;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation.Result;
import dev.slicebench.cosmos.emulator.engine.PartitionKey;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Several operations in one request: all or none of one partition, or each by itself. */
final class BatchRequests {

  private static final Map<String, Kind> KINDS =
      Map.of(
          "Create", Kind.CREATE,
          "Upsert", Kind.UPSERT,
          "Replace", Kind.REPLACE,
          "Patch", Kind.PATCH,
          "Delete", Kind.DELETE,
          "Read", Kind.READ);

  private final Container container;
  private final RestRequest call;

  BatchRequests(Container container, RestRequest call) {
    this.container = container;
    this.call = call;
  }

  RestResponse answer() {
    DocumentRequests.checkSize(call);
    if (call.bodyBytes() > 0 && call.body()[0] < 0) {
      throw CosmosException.notImplemented("batches in another form than JSON");
    }
    JsonNode wanted = call.json(Json.BATCH);
    if (!wanted.isArray()) {
      throw CosmosException.badRequest("a batch is a JSON array of operations");
    }
    return call.header("x-ms-cosmos-batch-atomic").equalsIgnoreCase("false")
        ? bulk(wanted)
        : batch(wanted);
  }

  private RestResponse batch(JsonNode wanted) {
    PartitionKey key =
        call.partitionKey()
            .orElseThrow(
                () -> CosmosException.badRequest("a batch needs x-ms-documentdb-partitionkey"));
    List<DocumentOperation> operations = new ArrayList<>();
    wanted.forEach(one -> operations.add(operation(one)));
    return answer(operations, container.batch(key, operations));
  }

  /** As clients send it in bulk: each operation has its own partition, and fails by itself. */
  private RestResponse bulk(JsonNode wanted) {
    if (wanted.isEmpty() || wanted.size() > Container.MAX_BATCH) {
      throw CosmosException.badRequest(
          "Batch request has "
              + wanted.size()
              + " operations, it must have 1 to "
              + Container.MAX_BATCH);
    }
    boolean goesOn = !call.header("x-ms-cosmos-batch-continue-on-error").equalsIgnoreCase("false");
    List<DocumentOperation> operations = new ArrayList<>();
    wanted.forEach(one -> operations.add(operation(one)));
    List<Result> results = new ArrayList<>();
    boolean failed = false;
    for (int i = 0; i < operations.size(); i++) {
      Result result =
          failed && !goesOn
              ? new Result(424, null, 0, "Failed Dependency")
              : one(wanted.get(i), operations.get(i));
      results.add(result);
      failed |= !result.isSuccess();
    }
    return answer(operations, results);
  }

  private Result one(JsonNode wanted, DocumentOperation operation) {
    try {
      return container.apply(key(wanted, operation.body()), operation);
    } catch (CosmosException refusal) {
      return new Result(refusal.status(), null, 1, String.valueOf(refusal.getMessage()));
    }
  }

  private PartitionKey key(JsonNode wanted, @Nullable ObjectNode body) {
    JsonNode given = wanted.path("partitionKey");
    if (given.isTextual()) {
      return PartitionKey.ofHeader(Json.REQUEST.read(given.textValue()));
    }
    if (given.isArray()) {
      return PartitionKey.ofHeader(given);
    }
    return call.partitionKey()
        .or(() -> Optional.ofNullable(body).map(container::keyOf))
        .orElseThrow(() -> CosmosException.badRequest("an operation has no partitionKey"));
  }

  private static DocumentOperation operation(JsonNode wanted) {
    Kind kind = KINDS.get(wanted.path("operationType").asText());
    if (kind == null) {
      throw CosmosException.badRequest(
          "'" + wanted.path("operationType").asText() + "' is no operation of a batch");
    }
    ObjectNode body = wanted.get("resourceBody") instanceof ObjectNode given ? given : null;
    boolean takes = kind != Kind.DELETE && kind != Kind.READ;
    if (takes && body == null) {
      throw CosmosException.badRequest("an operation of a batch has no resourceBody");
    }
    boolean writes = takes && kind != Kind.PATCH;
    String id =
        wanted.hasNonNull("id") || body == null || !writes
            ? wanted.path("id").asText()
            : DocumentRequests.id(body);
    return new DocumentOperation(
        kind,
        id,
        writes ? body : null,
        kind == Kind.PATCH && body != null ? DocumentRequests.patch(body) : null,
        wanted.hasNonNull("ifMatch") ? wanted.get("ifMatch").asText() : null,
        wanted.hasNonNull("ifNoneMatch") ? wanted.get("ifNoneMatch").asText() : null);
  }

  private RestResponse answer(List<DocumentOperation> operations, List<Result> results) {
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    double charge = 0;
    boolean done = true;
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      ObjectNode one = body.addObject().put("statusCode", result.status());
      one.put("requestCharge", result.requestUnits());
      StoredDocument document = result.document();
      if (document != null && result.isSuccess()) {
        one.put("eTag", document.etag());
        if (DocumentRequests.isWanted(call, operations.get(i).kind())) {
          one.set("resourceBody", document.body());
        }
      }
      charge += result.requestUnits();
      done &= result.isSuccess();
    }
    return RestResponse.of(done ? 200 : 207, body, charge).in(container);
  }
}
