package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.Account;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.sql.SqlException;
import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.cosmos.wire.RequestClassifier;
import java.util.List;

/**
 * Brings a request to what it asks for. (Microsoft Learn: "Azure Cosmos DB: REST API reference".)
 */
final class Router {

  /** The charge for reading or changing the account, a database or a container. */
  private static final double METADATA_CHARGE = 1;

  private final Account account;
  private final String scheme;

  Router(Account account, String scheme) {
    this.account = account;
    this.scheme = scheme;
  }

  /** Never throws: a request that cannot be done is answered so. */
  RestResponse answer(RestRequest call) {
    try {
      return route(call);
    } catch (CosmosException refusal) {
      return RestResponse.refusal(refusal);
    } catch (SqlException wrong) {
      return RestResponse.refusal(400, "BadRequest", String.valueOf(wrong.getMessage()), 1);
    }
  }

  private RestResponse route(RestRequest call) {
    List<String> path = call.segments();
    if (path.isEmpty() && call.method().equals("GET")) {
      return RestResponse.of(200, AccountResource.document(scheme + "://" + call.host() + "/"), 0);
    }
    boolean known =
        path.size() >= 1
            && path.get(0).equals("dbs")
            && (path.size() < 3 || path.get(2).equals("colls"));
    if (!known) {
      throw CosmosException.notImplemented(call.method() + " " + call.rawPath());
    }
    return switch (path.size()) {
      case 1 -> databases(call);
      case 2 -> database(call, path.get(1));
      case 3 -> containers(call, path.get(1));
      case 4 -> container(call, path.get(1), path.get(3));
      default -> inContainer(call, account.container(path.get(1), path.get(3)));
    };
  }

  private RestResponse databases(RestRequest call) {
    return switch (call.method()) {
      case "GET" -> feed("Databases", account.databases());
      case "POST" -> RestResponse.of(201, account.createDatabase(created(call)), METADATA_CHARGE);
      default -> throw notAllowed(call);
    };
  }

  private RestResponse database(RestRequest call, String database) {
    return switch (call.method()) {
      case "GET" -> RestResponse.of(200, account.database(database), METADATA_CHARGE);
      case "DELETE" -> {
        account.deleteDatabase(database);
        yield RestResponse.empty(204, METADATA_CHARGE);
      }
      default -> throw notAllowed(call);
    };
  }

  private RestResponse containers(RestRequest call, String database) {
    return switch (call.method()) {
      case "GET" -> feed("DocumentCollections", account.containers(database));
      case "POST" ->
          RestResponse.of(
              201, account.createContainer(database, created(call)).definition(), METADATA_CHARGE);
      default -> throw notAllowed(call);
    };
  }

  private RestResponse container(RestRequest call, String database, String container) {
    return switch (call.method()) {
      case "GET" ->
          RestResponse.of(
              200, account.container(database, container).definition(), METADATA_CHARGE);
      case "DELETE" -> {
        account.deleteContainer(database, container);
        yield RestResponse.empty(204, METADATA_CHARGE);
      }
      default -> throw notAllowed(call);
    };
  }

  private static RestResponse inContainer(RestRequest call, Container container) {
    List<String> path = call.segments();
    String what = path.get(4);
    if (what.equals("pkranges") && path.size() == 5 && call.method().equals("GET")) {
      return AccountResource.partitionKeyRanges(call, container);
    }
    if (!what.equals("docs") || path.size() > 6) {
      throw CosmosException.notImplemented(call.method() + " " + call.rawPath());
    }
    DocumentRequests documents = new DocumentRequests(container, call);
    if (path.size() == 6) {
      return documents.one(path.get(5));
    }
    return switch (call.method()) {
      case "GET" -> new QueryRequests(container, call).feed();
      case "POST" ->
          switch (call.kind()) {
            case BATCH -> documents.batch();
            case CREATE, UPSERT -> documents.written();
            default -> new QueryRequests(container, call).query();
          };
      default -> throw notAllowed(call);
    };
  }

  private static ObjectNode created(RestRequest call) {
    if (RequestClassifier.kind("POST", "/dbs/d/colls/c/docs", call.headers()::get)
        == OperationKind.QUERY) {
      throw CosmosException.notImplemented("queries for databases or containers");
    }
    return call.object();
  }

  private static RestResponse feed(String name, List<ObjectNode> definitions) {
    ObjectNode feed = JsonNodeFactory.instance.objectNode().put("_rid", "");
    ArrayNode list = feed.putArray(name);
    for (JsonNode definition : definitions) {
      list.add(definition);
    }
    return RestResponse.of(200, feed.put("_count", list.size()), METADATA_CHARGE);
  }

  static CosmosException notAllowed(RestRequest call) {
    return CosmosException.notImplemented(call.method() + " of " + call.rawPath());
  }
}
