package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.Pages.Page;
import dev.slicebench.cosmos.emulator.engine.Account;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.PartitionKey;
import dev.slicebench.cosmos.emulator.engine.ResourceIds;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import dev.slicebench.cosmos.emulator.engine.Throughput;
import dev.slicebench.cosmos.sql.SqlQuery;
import dev.slicebench.cosmos.wire.RequestClassifier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Databases, containers and offers: each by itself, listed, and queried. */
final class MetadataRequests {

  /** The charge for reading or changing the account, a database or a container. */
  private static final double METADATA_CHARGE = 1;

  private static final PartitionKey NOWHERE = new PartitionKey(List.of());

  private final Account account;
  private final RestRequest call;
  private final OpenAnswers answers;

  MetadataRequests(Account account, RestRequest call, OpenAnswers answers) {
    this.account = account;
    this.call = call;
    this.answers = answers;
  }

  RestResponse databases() {
    return switch (call.method()) {
      case "GET" -> list("Databases", account.databases());
      case "POST" ->
          RequestClassifier.isQuery(call.headers()::get)
              ? query("Databases", account.databases())
              : done(201, account.createDatabase(call.object(Json.REQUEST), throughput()));
      default -> throw Router.notAllowed(call);
    };
  }

  RestResponse database(String database) {
    return switch (call.method()) {
      case "GET" -> done(200, account.database(database));
      case "DELETE" -> {
        account.deleteDatabase(database);
        yield RestResponse.empty(204, METADATA_CHARGE);
      }
      default -> throw Router.notAllowed(call);
    };
  }

  RestResponse containers(String database) {
    return switch (call.method()) {
      case "GET" -> list("DocumentCollections", account.containers(database));
      case "POST" ->
          RequestClassifier.isQuery(call.headers()::get)
              ? query("DocumentCollections", account.containers(database))
              : done(
                      201,
                      account
                          .createContainer(database, call.object(Json.REQUEST), throughput())
                          .definition()
                          .json())
                  .in(account.database(database));
      default -> throw Router.notAllowed(call);
    };
  }

  RestResponse container(String database, String container) {
    return switch (call.method()) {
      case "GET" ->
          done(200, account.container(database, container).definition().json())
              .in(account.database(database));
      case "PUT" ->
          done(
                  200,
                  account
                      .replaceContainer(database, container, call.object(Json.REQUEST))
                      .definition()
                      .json())
              .in(account.database(database));
      case "DELETE" -> {
        account.deleteContainer(database, container);
        yield RestResponse.empty(204, METADATA_CHARGE);
      }
      default -> throw Router.notAllowed(call);
    };
  }

  RestResponse offers() {
    return switch (call.method()) {
      case "GET" -> list("Offers", account.offers());
      case "POST" -> query("Offers", account.offers());
      default -> throw Router.notAllowed(call);
    };
  }

  RestResponse offer(String rid) {
    return switch (call.method()) {
      case "GET" -> done(200, account.offer(rid));
      case "PUT" -> done(200, account.replaceOffer(rid, call.object(Json.REQUEST)));
      default -> throw Router.notAllowed(call);
    };
  }

  private Optional<Throughput> throughput() {
    return Throughput.ofHeaders(
        call.header("x-ms-offer-throughput"), call.header("x-ms-cosmos-offer-autopilot-settings"));
  }

  private static RestResponse done(int status, ObjectNode definition) {
    return RestResponse.of(status, definition, METADATA_CHARGE)
        .with("etag", definition.path("_etag").asText());
  }

  private RestResponse list(String name, List<ObjectNode> definitions) {
    return paged(name, definitions, QueryText.EVERYTHING);
  }

  private RestResponse query(String name, List<ObjectNode> definitions) {
    return paged(name, definitions, QueryText.of(call));
  }

  private RestResponse paged(String name, List<ObjectNode> definitions, QueryText text) {
    SqlQuery query = text.parsed();
    if (call.isTrue("x-ms-cosmos-is-query-plan-request")) {
      throw CosmosException.notImplemented("plans of queries over " + name);
    }
    List<StoredDocument> all =
        definitions.stream()
            .map(MetadataRequests::document)
            .sorted(Comparator.comparingLong(StoredDocument::sequence))
            .toList();
    Page page =
        new Pages(
                query,
                after -> all.stream().filter(one -> one.sequence() > after).toList(),
                answers,
                true)
            .page(text.from(call, query), call.pageSize());
    ObjectNode feed = JsonNodeFactory.instance.objectNode().put("_rid", "");
    ArrayNode rows = feed.putArray(name);
    page.rows().forEach(rows::add);
    return page.continued(
        RestResponse.of(200, feed.put("_count", rows.size()), METADATA_CHARGE)
            .with("x-ms-item-count", String.valueOf(rows.size())));
  }

  /** In the order of their creation, which their resource ids tell. */
  private static StoredDocument document(ObjectNode definition) {
    long number = ResourceIds.number(definition.path("_rid").textValue());
    return new StoredDocument(
        NOWHERE,
        definition.path("id").asText(),
        number,
        number,
        definition,
        definition.path("_etag").asText(),
        Json.bytes(definition).length,
        0);
  }
}
