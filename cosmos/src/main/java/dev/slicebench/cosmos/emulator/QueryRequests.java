package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.Pages.Page;
import dev.slicebench.cosmos.emulator.engine.ChargeModel;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.HashRange;
import dev.slicebench.cosmos.emulator.engine.PartitionKey;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import dev.slicebench.cosmos.sql.SqlQuery;
import java.util.List;
import java.util.Optional;

/** Queries over documents, the feed of all documents, and the feed of their changes. */
final class QueryRequests {

  /** That an SDK has to ask for a plan. */
  private static final String NEEDS_A_PLAN = "1004";

  private final Container container;
  private final RestRequest call;
  private final OpenAnswers answers;
  private final QueryMetrics metrics;
  private final Optional<PartitionKey> key;
  private final Optional<HashRange> range;

  QueryRequests(Container container, RestRequest call, OpenAnswers answers) {
    this.container = container;
    this.call = call;
    this.answers = answers;
    this.metrics = new QueryMetrics(call);
    this.key = call.partitionKey();
    this.range =
        HashRange.of(
            call.header("x-ms-start-epk"),
            call.header("x-ms-end-epk"),
            container.definition().json().path("partitionKey"));
  }

  /** {@code GET} of all documents, or of those that have changed. */
  RestResponse feed() {
    Optional<String> changes = call.optional("a-im");
    if (changes.isPresent()) {
      if (!changes.get().equalsIgnoreCase("Incremental Feed")) {
        throw CosmosException.notImplemented("the change feed '" + changes.get() + "'");
      }
      return changes();
    }
    return answer(QueryText.EVERYTHING, QueryText.EVERYTHING.parsed());
  }

  /** {@code POST} of a query, or of one whose plan is wanted. */
  RestResponse query() {
    QueryText text = QueryText.of(call);
    SqlQuery query = text.parsed();
    if (call.isTrue("x-ms-cosmos-is-query-plan-request")) {
      return RestResponse.of(
          200, query.plan(call.header("x-ms-cosmos-supported-query-features")), 0);
    }
    if (query.isOrdered() && !container.definition().isIndexed()) {
      throw CosmosException.badRequest(
          "The index path corresponding to the specified order-by item is excluded.");
    }
    if (isAcrossPartitions(query)) {
      if (!call.isTrue("x-ms-documentdb-query-enablecrosspartition")) {
        throw CosmosException.badRequest(
            "Cross partition query is required but disabled. Please set"
                + " x-ms-documentdb-query-enablecrosspartition to true, specify"
                + " x-ms-documentdb-partitionkey, or revise your query to avoid this exception.");
      }
      if (!query.isServedByGateway()) {
        return needsAPlan(query);
      }
    }
    return answer(text, query);
  }

  private boolean isAcrossPartitions(SqlQuery query) {
    return key.isEmpty()
        && call.optional("x-ms-documentdb-partitionkeyrangeid").isEmpty()
        && query.isOverDocuments()
        && !container.definition().keyPaths().stream()
            .allMatch(path -> query.demanded(path).isPresent());
  }

  /** What a client learns the plan by, or sees where it cannot merge. */
  private static RestResponse needsAPlan(SqlQuery query) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("code", "BadRequest")
            .put("message", SqlQuery.NEEDS_MERGING)
            .put("additionalErrorInfo", query.plan("").toString());
    return RestResponse.of(400, body, 1).with("x-ms-substatus", NEEDS_A_PLAN);
  }

  private RestResponse answer(QueryText text, SqlQuery query) {
    // As the service, which does not look beyond a page that a client has cut.
    boolean looksAhead = key.isPresent() || call.pageSize().isEmpty();
    Page page =
        new Pages(query, after -> candidates(query, after), answers, looksAhead)
            .page(text.from(call, query), call.pageSize());
    return page.continued(
        metrics.addTo(documents(page.rows(), ChargeModel.query(page.found())), query, page));
  }

  private List<StoredDocument> candidates(SqlQuery query, long after) {
    return inRange(container.documents(key, query.ids(), after));
  }

  private List<StoredDocument> inRange(List<StoredDocument> documents) {
    return range.isEmpty()
        ? documents
        : documents.stream().filter(document -> range.get().contains(document.key())).toList();
  }

  private RestResponse changes() {
    ChangeFeed feed = ChangeFeed.from(call, container.version());
    List<StoredDocument> all = inRange(container.changes(key, feed.version(), feed.sinceSecond()));
    List<StoredDocument> page = feed.page(all, call.pageSize());
    String etag = "\"" + feed.behind(page) + "\"";
    if (page.isEmpty()) {
      return RestResponse.empty(304, ChargeModel.query(page)).with("etag", etag).in(container);
    }
    return documents(page.stream().map(ChangeFeed::row).toList(), ChargeModel.query(page))
        .with("etag", etag);
  }

  private RestResponse documents(List<JsonNode> rows, double requestUnits) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("_rid", container.rid());
    ArrayNode list = body.putArray("Documents");
    rows.forEach(list::add);
    body.put("_count", rows.size());
    return RestResponse.of(200, body, requestUnits)
        .with("x-ms-item-count", String.valueOf(rows.size()))
        .in(container);
  }
}
