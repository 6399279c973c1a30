package dev.slicebench.cosmos.emulator;

import dev.slicebench.cosmos.emulator.engine.Account;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.sql.SqlException;
import java.util.List;
import java.util.Map;

/**
 * Brings a request to what it asks for. (Microsoft Learn: "Azure Cosmos DB: REST API reference".)
 */
final class Router {

  /** What the service has and the emulator has not, by the name in its path. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "sprocs", "stored procedures",
          "triggers", "triggers",
          "udfs", "user-defined functions",
          "users", "users",
          "permissions", "permissions",
          "conflicts", "conflict feeds",
          "attachments", "attachments",
          "operations", "removing all of a partition",
          "clientencryptionkeys", "client encryption keys",
          "media", "media");

  private final Account account;
  private final String scheme;
  private final OpenAnswers answers = new OpenAnswers();

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
      return wrong.isUnknown()
          ? RestResponse.refusal(501, "NotImplemented", String.valueOf(wrong.getMessage()), 1)
          : RestResponse.refusal(400, "BadRequest", String.valueOf(wrong.getMessage()), 1);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      return RestResponse.fault(fault);
    }
  }

  private RestResponse route(RestRequest call) {
    List<String> path = call.segments();
    if (path.isEmpty() && call.method().equals("GET")) {
      return RestResponse.of(200, AccountResource.document(scheme + "://" + call.host() + "/"), 0);
    }
    // Kinds of resources and ids take turns.
    for (int i = 0; i < path.size(); i += 2) {
      String leftOut = LEFT_OUT.get(path.get(i));
      if (leftOut != null) {
        throw CosmosException.notImplemented(leftOut);
      }
    }
    MetadataRequests metadata = new MetadataRequests(account, call, answers);
    if (!path.isEmpty() && path.get(0).equals("offers") && path.size() < 3) {
      return path.size() == 1 ? metadata.offers() : metadata.offer(path.get(1));
    }
    boolean known =
        path.size() >= 1
            && path.get(0).equals("dbs")
            && (path.size() < 3 || path.get(2).equals("colls"));
    if (!known) {
      throw notAllowed(call);
    }
    return switch (path.size()) {
      case 1 -> metadata.databases();
      case 2 -> metadata.database(path.get(1));
      case 3 -> metadata.containers(path.get(1));
      case 4 -> metadata.container(path.get(1), path.get(3));
      default -> inContainer(call, path, account.container(path.get(1), path.get(3)));
    };
  }

  private RestResponse inContainer(RestRequest call, List<String> path, Container container) {
    String what = path.get(4);
    if (what.equals("pkranges") && path.size() == 5 && call.method().equals("GET")) {
      return AccountResource.partitionKeyRanges(call, container);
    }
    if (!what.equals("docs") || path.size() > 6) {
      throw notAllowed(call);
    }
    if (path.size() == 6) {
      return new DocumentRequests(container, call).one(path.get(5));
    }
    QueryRequests queries = new QueryRequests(container, call, answers);
    return switch (call.method()) {
      case "GET" -> queries.feed();
      case "POST" ->
          switch (call.kind()) {
            case BATCH -> new BatchRequests(container, call).answer();
            case CREATE, UPSERT -> new DocumentRequests(container, call).written();
            default -> queries.query();
          };
      default -> throw notAllowed(call);
    };
  }

  static CosmosException notAllowed(RestRequest call) {
    return CosmosException.notImplemented(call.method() + " of " + call.rawPath());
  }
}
