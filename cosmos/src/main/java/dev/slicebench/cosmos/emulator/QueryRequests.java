package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.ChargeModel;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.HashRange;
import dev.slicebench.cosmos.emulator.engine.PartitionKey;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import dev.slicebench.cosmos.sql.SqlQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Queries and the feed of all documents, in pages. */
final class QueryRequests {

  private static final int USUAL_PAGE = 100;

  /** A continuation behind a document: what was written meanwhile moves nothing. */
  private static final String AFTER = "after:";

  /** A continuation behind so many rows of an answer that is made anew. */
  private static final String SKIP = "skip:";

  private static final String EVERYTHING = "SELECT * FROM c";

  private final Container container;
  private final RestRequest call;
  private final Optional<PartitionKey> key;
  private final Optional<HashRange> range;

  QueryRequests(Container container, RestRequest call) {
    this.container = container;
    this.call = call;
    this.key = call.partitionKey();
    this.range = range();
  }

  private Optional<HashRange> range() {
    Optional<String> min = call.optional("x-ms-start-epk");
    Optional<String> max = call.optional("x-ms-end-epk");
    if (min.isEmpty() || max.isEmpty()) {
      return Optional.empty();
    }
    if (!container.definition().path("partitionKey").path("kind").asText().equals("MultiHash")) {
      throw CosmosException.notImplemented("ranges of hashes of keys that are not hierarchical");
    }
    return Optional.of(new HashRange(min.get(), max.get()));
  }

  private record Page(List<JsonNode> rows, List<StoredDocument> found, String continuation) {}

  /** {@code GET} of all documents. */
  RestResponse feed() {
    if (call.header("a-im").toLowerCase(Locale.ROOT).contains("incremental")) {
      throw CosmosException.notImplemented("the change feed");
    }
    return answer(documentByDocument(SqlQuery.parse(EVERYTHING, Map.of())));
  }

  /** {@code POST} of a query, or of one whose plan is wanted. */
  RestResponse query() {
    ObjectNode body = call.object();
    Map<String, JsonNode> parameters = new HashMap<>();
    body.path("parameters")
        .forEach(one -> parameters.put(one.path("name").asText(), one.path("value")));
    SqlQuery query = SqlQuery.parse(body.path("query").asText(), parameters);
    if (call.isTrue("x-ms-cosmos-is-query-plan-request")) {
      return RestResponse.of(200, query.plan(), 0);
    }
    boolean crossPartition =
        call.isTrue("x-ms-documentdb-query-enablecrosspartition")
            || call.optional("x-ms-documentdb-partitionkeyrangeid").isPresent();
    if (key.isEmpty() && !crossPartition) {
      throw CosmosException.badRequest(
          "Cross partition query is required but disabled. Please set"
              + " x-ms-documentdb-query-enablecrosspartition to true, specify"
              + " x-ms-documentdb-partitionkey, or revise your query to avoid this exception.");
    }
    return answer(query.isDocumentByDocument() ? documentByDocument(query) : asAWhole(query));
  }

  private Page documentByDocument(SqlQuery query) {
    long after = continuation(AFTER);
    List<JsonNode> rows = new ArrayList<>();
    List<StoredDocument> found = new ArrayList<>();
    long bytes = 0;
    int most = pageSize();
    for (StoredDocument document : candidates(query, after)) {
      if (!query.matches(document.body())) {
        continue;
      }
      if (found.size() == most
          || (bytes + document.bytes() > Container.MAX_PAGE_BYTES && bytes > 0)) {
        return new Page(rows, found, AFTER + found.get(found.size() - 1).sequence());
      }
      found.add(document);
      bytes += document.bytes();
      rows.addAll(query.execute(List.of(document.body())));
    }
    return new Page(rows, found, "");
  }

  private Page asAWhole(SqlQuery query) {
    List<StoredDocument> found =
        candidates(query, 0).stream().filter(document -> query.matches(document.body())).toList();
    List<JsonNode> rows = query.execute(found.stream().map(StoredDocument::body).toList());
    int from = (int) Math.min(rows.size(), continuation(SKIP));
    int to = Math.min(rows.size(), from + pageSize());
    return new Page(
        rows.subList(from, to), from == 0 ? found : List.of(), to < rows.size() ? SKIP + to : "");
  }

  private List<StoredDocument> candidates(SqlQuery query, long after) {
    List<StoredDocument> candidates = container.documents(key, query.ids(), after);
    return range.isEmpty()
        ? candidates
        : candidates.stream().filter(document -> range.get().contains(document.key())).toList();
  }

  private int pageSize() {
    int wanted = wholeNumber(call.optional("x-ms-max-item-count").orElse("-1"));
    return wanted > 0 ? wanted : USUAL_PAGE;
  }

  private long continuation(String kind) {
    String token = call.header("x-ms-continuation");
    if (token.isEmpty()) {
      return 0;
    }
    if (!token.startsWith(kind)) {
      throw CosmosException.badRequest("Invalid Continuation Token: it belongs to another query");
    }
    return wholeNumber(token.substring(kind.length()));
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw CosmosException.badRequest("'" + text + "' is no whole number");
    }
  }

  private RestResponse answer(Page page) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("_rid", container.rid());
    ArrayNode rows = body.putArray("Documents");
    page.rows().forEach(rows::add);
    body.put("_count", rows.size());
    RestResponse answer =
        RestResponse.of(200, body, ChargeModel.query(page.found()))
            .with("x-ms-item-count", String.valueOf(rows.size()))
            .with("x-ms-session-token", "0:-1#" + container.version());
    return page.continuation().isEmpty()
        ? answer
        : answer.with("x-ms-continuation", page.continuation());
  }
}
