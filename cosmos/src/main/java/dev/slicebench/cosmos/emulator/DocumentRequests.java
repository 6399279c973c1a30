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
import org.jspecify.annotations.Nullable;

/** Operations on documents, by themselves and in batches. */
final class DocumentRequests {

  private static final Map<String, Kind> BATCH_KINDS =
      Map.of(
          "Create", Kind.CREATE,
          "Upsert", Kind.UPSERT,
          "Replace", Kind.REPLACE,
          "Delete", Kind.DELETE,
          "Read", Kind.READ);

  private final Container container;
  private final RestRequest call;

  DocumentRequests(Container container, RestRequest call) {
    this.container = container;
    this.call = call;
  }

  /** {@code GET}, {@code PUT} or {@code DELETE} of one document. */
  RestResponse one(String id) {
    return switch (call.method()) {
      case "GET" -> apply(key(null), operation(Kind.READ, id, null));
      case "DELETE" -> apply(key(null), operation(Kind.DELETE, id, null));
      case "PUT" -> {
        ObjectNode body = limited().object();
        if (!body.path("id").asText().equals(id)) {
          throw CosmosException.notImplemented("changing a document's id");
        }
        yield apply(key(body), operation(Kind.REPLACE, id, body));
      }
      case "PATCH" -> throw CosmosException.notImplemented("partial document update (PATCH)");
      default -> throw Router.notAllowed(call);
    };
  }

  /** {@code POST} of one document. */
  RestResponse written() {
    ObjectNode body = limited().object();
    Kind kind = call.isTrue("x-ms-documentdb-is-upsert") ? Kind.UPSERT : Kind.CREATE;
    return apply(key(body), operation(kind, id(body), body));
  }

  /** {@code POST} of a batch. */
  RestResponse batch() {
    JsonNode wanted = limited().json();
    if (!wanted.isArray()) {
      throw CosmosException.notImplemented("batches in another form than JSON");
    }
    if (call.header("x-ms-cosmos-batch-atomic").equalsIgnoreCase("false")) {
      throw CosmosException.notImplemented("batches that are not atomic");
    }
    PartitionKey key =
        call.partitionKey()
            .orElseThrow(
                () -> CosmosException.badRequest("a batch needs x-ms-documentdb-partitionkey"));
    List<DocumentOperation> operations = new ArrayList<>();
    wanted.forEach(one -> operations.add(batched(one)));
    return answer(operations, container.batch(key, operations));
  }

  private RestRequest limited() {
    if (call.bodyBytes() > Container.MAX_WRITE_BYTES) {
      throw new CosmosException(
          413,
          "RequestEntityTooLarge",
          "Request size is too large: a document or a batch has at most 2 MB");
    }
    return call;
  }

  private DocumentOperation batched(JsonNode wanted) {
    Kind kind = BATCH_KINDS.get(wanted.path("operationType").asText());
    if (kind == null) {
      throw CosmosException.notImplemented(
          "the operation '" + wanted.path("operationType").asText() + "' in a batch");
    }
    ObjectNode body = wanted.get("resourceBody") instanceof ObjectNode given ? given : null;
    boolean writes = kind != Kind.DELETE && kind != Kind.READ;
    if (writes && body == null) {
      throw CosmosException.badRequest("an operation of a batch has no resourceBody");
    }
    String id = wanted.hasNonNull("id") || body == null ? wanted.path("id").asText() : id(body);
    return new DocumentOperation(
        kind,
        id,
        writes ? body : null,
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
        if (isWanted(operations.get(i).kind())) {
          one.set("resourceBody", document.body());
        }
      }
      charge += result.requestUnits();
      done &= result.isSuccess();
    }
    return session(RestResponse.of(done ? 200 : 207, body, charge));
  }

  private RestResponse apply(PartitionKey key, DocumentOperation operation) {
    Result result = container.apply(key, operation);
    StoredDocument document = result.document();
    if (!result.isSuccess()) {
      return session(
          RestResponse.refusal(
              result.status(), code(result.status()), result.message(), result.requestUnits()));
    }
    if (document == null) {
      return session(RestResponse.empty(result.status(), result.requestUnits()));
    }
    RestResponse answer =
        isWanted(operation.kind())
            ? RestResponse.of(result.status(), document.body(), result.requestUnits())
            : RestResponse.empty(result.status(), result.requestUnits());
    return session(answer.with("etag", document.etag()));
  }

  private boolean isWanted(Kind kind) {
    return kind == Kind.READ || !call.header("prefer").contains("return=minimal");
  }

  private RestResponse session(RestResponse answer) {
    return answer.with("x-ms-session-token", "0:-1#" + container.version());
  }

  private static String code(int status) {
    return switch (status) {
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      default -> "PreconditionFailed";
    };
  }

  private PartitionKey key(@Nullable ObjectNode body) {
    return call.partitionKey()
        .orElseGet(
            () -> {
              if (body == null) {
                throw CosmosException.badRequest(
                    "PartitionKey value must be supplied for this operation:"
                        + " x-ms-documentdb-partitionkey");
              }
              return container.keyOf(body);
            });
  }

  private DocumentOperation operation(Kind kind, String id, @Nullable ObjectNode body) {
    return new DocumentOperation(
        kind,
        id,
        body,
        call.optional("if-match").orElse(null),
        call.optional("if-none-match").orElse(null));
  }

  private static String id(ObjectNode body) {
    JsonNode id = body.path("id");
    if (!id.isTextual()) {
      throw CosmosException.badRequest("a document needs an 'id', which is a string");
    }
    return id.textValue();
  }
}
