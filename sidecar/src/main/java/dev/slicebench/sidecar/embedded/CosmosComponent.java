package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import dev.slicebench.cosmos.emulator.engine.Account;
import dev.slicebench.cosmos.emulator.engine.ChargeModel;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation.Result;
import dev.slicebench.cosmos.emulator.engine.PartitionKey;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import dev.slicebench.cosmos.sql.SqlException;
import dev.slicebench.cosmos.sql.SqlQuery;
import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.cosmos.wire.TrafficCounter;
import dev.slicebench.sidecar.embedded.ComponentOperation.Concurrency;
import dev.slicebench.sidecar.embedded.ComponentOperation.Delete;
import dev.slicebench.sidecar.embedded.ComponentOperation.Upsert;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.azure.cosmosdb} over a container of the emulator's engine, in this process: requests
 * are the component's, answers and charges are the emulator's, and nothing goes over a network.
 *
 * <p>A key lies in the partition that the metadata name, else in one of its own; a transaction's
 * lie in the partition that the request names, else in the empty one. An object is stored as JSON;
 * other bytes, arrays of events among them, are stored as base64.
 */
final class CosmosComponent extends StateComponent {

  /** How many documents a page of an answer has at most. */
  private static final int PAGE_DOCUMENTS = 100;

  private static final String CLIENT = "slicebench-embedded";
  private static final String DATABASE = "slicebench";
  private static final String CONTAINER = "events";
  private static final String PARTITION_KEY = "partitionKey";

  /** The length of a document beside its id, partition and value, with its envelope in a batch. */
  private static final int ENVELOPE_BYTES = 120;

  private final Container container;
  private final TrafficCounter counter = new TrafficCounter();

  CosmosComponent(Clock clock) {
    Account account = new Account(clock);
    account.createDatabase(object().put("id", DATABASE));
    ObjectNode definition = object().put("id", CONTAINER);
    definition
        .putObject(PARTITION_KEY)
        .put("kind", "Hash")
        .putArray("paths")
        .add("/" + PARTITION_KEY);
    container = account.createContainer(DATABASE, definition);
  }

  @Override
  Optional<Traffic> traffic() {
    return Optional.of(counter.snapshot());
  }

  @Override
  int maxOperations() {
    return Container.MAX_BATCH;
  }

  @Override
  @Nullable Entry get(String key, Map<String, String> metadata) throws ComponentException {
    String partition = metadata.getOrDefault(PARTITION_KEY, key);
    DocumentOperation read =
        new DocumentOperation(DocumentOperation.Kind.READ, key, null, null, null);
    Result result = apply(OperationKind.POINT_READ, "GET", partition, read, 0);
    StoredDocument document = result.document();
    return document == null ? null : entry(document);
  }

  /** Reads more than one key by a query over all partitions, which knows no partition. */
  @Override
  List<Found> getBulk(List<String> keys, Map<String, String> metadata) throws ComponentException {
    if (keys.size() == 1) {
      String key = keys.get(0);
      return List.of(new Found(key, get(key, metadata)));
    }
    List<Found> found = new ArrayList<>(keys.size());
    Set<String> missing = new HashSet<>(keys);
    List<StoredDocument> documents =
        keys.isEmpty()
            ? List.of()
            : container.documents(Optional.empty(), Optional.of(Set.copyOf(keys)), 0);
    record(documents);
    for (StoredDocument document : documents) {
      found.add(new Found(document.id(), entry(document)));
      missing.remove(document.id());
    }
    for (String key : keys) {
      if (missing.contains(key)) {
        found.add(new Found(key, null));
      }
    }
    if (found.size() > keys.size()) {
      throw ComponentException.other("received more results than expected");
    }
    return found;
  }

  @Override
  void write(ComponentOperation operation) throws ComponentException {
    String partition = operation.metadata().getOrDefault(PARTITION_KEY, operation.key());
    if (operation instanceof Upsert upsert) {
      limit(size(upsert));
      Result result =
          apply(
              OperationKind.UPSERT, "POST", partition, operation(upsert, partition), size(upsert));
      refuseOther(result, "POST", "");
    } else {
      Result result =
          apply(OperationKind.DELETE, "DELETE", partition, operation(operation, partition), 0);
      if (result.status() != 404) {
        refuseOther(result, "DELETE", "/" + operation.key());
      }
    }
  }

  private static void refuseOther(Result result, String method, String path)
      throws ComponentException {
    if (result.status() == 412) {
      throw ComponentException.mismatch(
          response(method, path, 412, "PreconditionFailed", result.message()));
    }
    if (!result.isSuccess()) {
      throw ComponentException.other(
          response(method, path, result.status(), "Error", result.message()));
    }
  }

  @Override
  void transact(List<ComponentOperation> operations, Map<String, String> metadata)
      throws ComponentException {
    if (operations.isEmpty()) {
      return;
    }
    String partition = metadata.getOrDefault(PARTITION_KEY, "");
    List<DocumentOperation> batch = new ArrayList<>(operations.size());
    long bytes = 0;
    for (ComponentOperation operation : operations) {
      batch.add(operation(operation, partition));
      bytes += operation instanceof Upsert upsert ? size(upsert) : ENVELOPE_BYTES;
    }
    limit(bytes);
    List<Result> results;
    try {
      results = container.batch(key(partition), batch);
    } catch (CosmosException e) {
      throw refused(OperationKind.BATCH, "POST", "", bytes, e);
    }
    double charge = results.stream().mapToDouble(Result::requestUnits).sum();
    boolean done = results.stream().allMatch(Result::isSuccess);
    counter.record(OperationKind.BATCH, CLIENT, done ? 200 : 207, bytes, 0, charge);
    if (!done) {
      checkFailed(operations, results);
    }
  }

  /** The component lets deletes of documents that are not there pass, if nothing else failed. */
  private static void checkFailed(List<ComponentOperation> operations, List<Result> results)
      throws ComponentException {
    boolean others = false;
    for (int i = 0; i < results.size(); i++) {
      int status = results.get(i).status();
      if (operations.get(i) instanceof Delete delete && status == 404 && !delete.hasEtag()) {
        continue;
      }
      if (status != 424) {
        throw ComponentException.other(
            "transaction failed due to operation "
                + i
                + " which failed with status code "
                + status);
      }
      others = true;
    }
    if (others) {
      throw ComponentException.other("transaction failed");
    }
  }

  private DocumentOperation operation(ComponentOperation operation, String partition) {
    // An etag that no document has: it refuses one that is there, and creates one that is not.
    String etag =
        operation.hasEtag()
            ? operation.etag()
            : operation.concurrency() == Concurrency.FIRST_WRITE ? Etags.random() : null;
    if (!(operation instanceof Upsert upsert)) {
      return new DocumentOperation(
          DocumentOperation.Kind.DELETE, operation.key(), null, etag, null);
    }
    ObjectNode body = object().put("id", upsert.key());
    JsonNode json = value(upsert);
    body.set("value", json == null ? base64(upsert.data()) : json);
    body.put("isBinary", json == null).put(PARTITION_KEY, partition);
    return new DocumentOperation(DocumentOperation.Kind.UPSERT, upsert.key(), body, etag, null);
  }

  /** Returns what is stored as JSON; null where bytes are to be stored. */
  private static @Nullable JsonNode value(Upsert upsert) {
    if (upsert.data().isEmpty()) {
      // daprd gets none at all.
      return NullNode.getInstance();
    }
    try {
      JsonNode json = GoJson.parse(upsert.data());
      return !upsert.binary() || json.isObject() || json.isNull() ? json : null;
    } catch (GoJson.InvalidJson e) {
      return null;
    }
  }

  private static TextNode base64(ByteString data) {
    return TextNode.valueOf(Base64.getEncoder().encodeToString(data.toByteArray()));
  }

  private static Entry entry(StoredDocument document) {
    JsonNode body = document.body();
    return new Entry(document.id(), data(body), document.etag(), false, isBinary(body));
  }

  private static boolean isBinary(JsonNode document) {
    return document.path("isBinary").booleanValue();
  }

  private static ByteString data(JsonNode document) {
    JsonNode value = document.path("value");
    return isBinary(document)
        ? ByteString.copyFrom(Base64.getDecoder().decode(value.textValue()))
        : ByteString.copyFromUtf8(
            GoJson.writeFastest(value.isMissingNode() ? NullNode.getInstance() : value));
  }

  /**
   * As the component's, which translates a query to SQL. It cuts the service's page at the limit
   * and hands on the token that stands behind the whole page.
   */
  @Override
  Page query(Query query, Map<String, String> metadata) throws ComponentException {
    String partition = metadata.getOrDefault(PARTITION_KEY, "");
    CosmosSql sql = CosmosSql.of(query);
    List<StoredDocument> found;
    List<JsonNode> rows;
    try {
      SqlQuery parsed = SqlQuery.parse(sql.text(), sql.parameters());
      if (partition.isEmpty() && !parsed.isServedByGateway()) {
        throw CosmosException.badRequest(SqlQuery.NEEDS_MERGING);
      }
      found =
          container
              .documents(
                  partition.isEmpty() ? Optional.empty() : Optional.of(key(partition)),
                  parsed.ids(),
                  0)
              .stream()
              .filter(document -> parsed.matches(document.body()))
              .toList();
      rows = parsed.execute(found.stream().map(StoredDocument::body).toList());
    } catch (CosmosException | SqlException e) {
      throw ComponentException.other(
          response("POST", "", 400, "BadRequest", String.valueOf(e.getMessage())));
    }
    record(found);
    int from = CosmosSql.from(query.token());
    int limit = query.limit() > 0 ? query.limit() : Integer.MAX_VALUE;
    List<Row> answer = new ArrayList<>();
    int behind = Math.min(from, rows.size());
    while (behind < rows.size() && answer.size() < limit) {
      int end = Math.min(rows.size(), behind + PAGE_DOCUMENTS);
      for (JsonNode row : rows.subList(behind, end)) {
        if (answer.size() < limit) {
          answer.add(row(row));
        }
      }
      behind = end;
    }
    return new Page(answer, behind < rows.size() ? CosmosSql.token(behind) : "");
  }

  private static Row row(JsonNode document) {
    return new Row(
        document.path("id").textValue(), data(document), document.path("_etag").textValue());
  }

  @Override
  boolean isQuerier() {
    return true;
  }

  @Override
  String encode(JsonNode json) {
    return GoJson.write(json);
  }

  private Result apply(
      OperationKind kind, String method, String partition, DocumentOperation operation, long bytes)
      throws ComponentException {
    Result result;
    try {
      result = container.apply(key(partition), operation);
    } catch (CosmosException e) {
      throw refused(kind, method, method.equals("POST") ? "" : "/" + operation.id(), bytes, e);
    }
    StoredDocument document = kind == OperationKind.POINT_READ ? result.document() : null;
    counter.record(
        kind,
        CLIENT,
        result.status(),
        bytes,
        document == null ? 0 : document.bytes(),
        result.requestUnits());
    return result;
  }

  private ComponentException refused(
      OperationKind kind, String method, String path, long bytes, CosmosException refusal) {
    counter.record(kind, CLIENT, refusal.status(), bytes, 0, ChargeModel.refused());
    return ComponentException.other(
        response(
            method, path, refusal.status(), refusal.code(), String.valueOf(refusal.getMessage())));
  }

  /** Counts a query's answer, a request for each of its pages. */
  private void record(List<StoredDocument> found) {
    List<StoredDocument> page = new ArrayList<>();
    long bytes = 0;
    for (StoredDocument document : found) {
      if (page.size() == PAGE_DOCUMENTS
          || (bytes + document.bytes() > Container.MAX_PAGE_BYTES && !page.isEmpty())) {
        recordPage(page, bytes);
        page.clear();
        bytes = 0;
      }
      page.add(document);
      bytes += document.bytes();
    }
    recordPage(page, bytes);
  }

  private void recordPage(List<StoredDocument> page, long bytes) {
    counter.record(OperationKind.QUERY, CLIENT, 200, 0, bytes, ChargeModel.query(page));
  }

  private static void limit(long bytes) throws ComponentException {
    if (bytes > Container.MAX_WRITE_BYTES) {
      throw ComponentException.other(
          response("POST", "", 413, "RequestEntityTooLarge", "Request size is too large"));
    }
  }

  /** Returns about how long the document is on the wire. */
  private static long size(Upsert upsert) {
    long value = upsert.data().size();
    return ENVELOPE_BYTES + 2L * upsert.key().length() + (upsert.binary() ? value * 4 / 3 : value);
  }

  private static PartitionKey key(String partition) {
    return PartitionKey.ofHeader(JsonNodeFactory.instance.arrayNode().add(partition));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Returns the words of the component's client library for a request that was refused. */
  private static String response(
      String method, String path, int status, String code, String message) {
    String line = "-".repeat(80);
    String reason =
        switch (status) {
          case 400 -> "Bad Request";
          case 412 -> "Precondition Failed";
          case 413 -> "Request Entity Too Large";
          default -> code;
        };
    return String.join(
        "\n",
        "%s http://embedded/dbs/%s/colls/%s/docs%s".formatted(method, DATABASE, CONTAINER, path),
        line,
        "RESPONSE %d: %d %s".formatted(status, status, reason),
        "ERROR CODE: %d %s".formatted(status, reason),
        line,
        "{",
        "  \"code\": \"%s\",".formatted(code),
        "  \"message\": " + GoJson.write(TextNode.valueOf(message)),
        "}",
        line,
        "");
  }
}
