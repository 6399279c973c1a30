package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation.Kind;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation.Result;
import dev.slicebench.cosmos.emulator.engine.PartitionKey;
import dev.slicebench.cosmos.emulator.engine.Patch;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import dev.slicebench.cosmos.sql.SqlQuery;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on documents, each by itself. */
final class DocumentRequests {

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
        ObjectNode body = body();
        if (!body.path("id").asText().equals(id)) {
          throw CosmosException.notImplemented("changing a document's id");
        }
        yield apply(key(body), operation(Kind.REPLACE, id, body));
      }
      case "PATCH" -> {
        checkSize(call);
        yield apply(key(null), operation(Kind.PATCH, id, null, patch(call.json(Json.REQUEST))));
      }
      default -> throw Router.notAllowed(call);
    };
  }

  /** {@code POST} of one document. */
  RestResponse written() {
    ObjectNode body = body();
    Kind kind = call.isTrue("x-ms-documentdb-is-upsert") ? Kind.UPSERT : Kind.CREATE;
    return apply(key(body), operation(kind, id(body), body));
  }

  private ObjectNode body() {
    checkSize(call);
    return call.object(Json.DOCUMENT);
  }

  static void checkSize(RestRequest call) {
    if (call.bodyBytes() > Container.MAX_WRITE_BYTES) {
      throw new CosmosException(
          413,
          "RequestEntityTooLarge",
          "Request size is too large: a document or a batch has at most 2 MB");
    }
  }

  /**
   * Reads a patch: its operations, or an object that has them. Its condition is a query without
   * what is projected.
   */
  static Patch patch(JsonNode wanted) {
    if (wanted.isArray()) {
      return new Patch(Patch.steps(wanted), any -> true);
    }
    JsonNode condition = wanted.path("condition");
    if (condition.isMissingNode() || condition.isNull()) {
      return new Patch(Patch.steps(wanted.path("operations")), any -> true);
    }
    SqlQuery query = SqlQuery.parse("SELECT * " + condition.asText(), Map.of());
    return new Patch(Patch.steps(wanted.path("operations")), query::matches);
  }

  private RestResponse apply(PartitionKey key, DocumentOperation operation) {
    Result result = container.apply(key, operation);
    StoredDocument document = result.document();
    if (!result.isSuccess()) {
      return RestResponse.refusal(
              result.status(), code(result.status()), result.message(), result.requestUnits())
          .in(container);
    }
    if (document == null) {
      return RestResponse.empty(result.status(), result.requestUnits()).in(container);
    }
    RestResponse answer =
        isWanted(call, operation.kind())
            ? RestResponse.of(result.status(), document.body(), result.requestUnits())
            : RestResponse.empty(result.status(), result.requestUnits());
    return answer.with("etag", document.etag()).in(container);
  }

  /** Returns whether the answer has the document. */
  static boolean isWanted(RestRequest call, Kind kind) {
    return kind == Kind.READ || !call.header("prefer").contains("return=minimal");
  }

  private static String code(int status) {
    return switch (status) {
      case 404 -> "NotFound";
      case 400 -> "BadRequest";
      case 409 -> "Conflict";
      case 413 -> "RequestEntityTooLarge";
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
    return operation(kind, id, body, null);
  }

  private DocumentOperation operation(
      Kind kind, String id, @Nullable ObjectNode body, @Nullable Patch patch) {
    return new DocumentOperation(
        kind,
        id,
        body,
        patch,
        call.optional("if-match").orElse(null),
        call.optional("if-none-match").orElse(null));
  }

  static String id(ObjectNode body) {
    JsonNode id = body.path("id");
    if (!id.isTextual()) {
      throw CosmosException.badRequest("a document needs an 'id', which is a string");
    }
    return id.textValue();
  }
}
