package dev.slicebench.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.cosmos.wire.TrustedClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An account as its owner sees it: makes and removes databases and containers, and reads what is in
 * them. No client for applications: those have the official SDK.
 */
public final class CosmosAccount {

  private static final String API_VERSION = "2020-11-05";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI endpoint;
  private final MasterKey key;
  private final HttpClient client;

  private CosmosAccount(URI endpoint, MasterKey key, HttpClient client) {
    this.endpoint = endpoint;
    this.key = key;
    this.client = client;
  }

  /** Returns the account at an endpoint. */
  public static CosmosAccount at(URI endpoint, MasterKey key) {
    return new CosmosAccount(
        endpoint, key, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  /** Returns the account at an endpoint with a certificate of its own, in PEM. */
  public static CosmosAccount at(URI endpoint, MasterKey key, String certificatePem) {
    return new CosmosAccount(endpoint, key, TrustedClient.trusting(certificatePem));
  }

  /** A database or a container could not be made, removed or read; the message says what to do. */
  public static final class AccountException extends IOException {
    AccountException(String message) {
      super(message);
    }

    AccountException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private record Reply(int status, JsonNode body, Optional<String> continuation) {}

  /**
   * Creates a database; false if there is one of this name already.
   *
   * @throws AccountException if it cannot be created
   */
  public boolean createDatabase(String database) throws AccountException {
    ObjectNode wanted = MAPPER.createObjectNode().put("id", database);
    return created(send("POST", "dbs", "", "dbs", wanted, Map.of()), "database " + database);
  }

  /**
   * Creates a container partitioned by {@code /partitionKey}; false if there is one of this name
   * already.
   *
   * @throws AccountException if it cannot be created
   */
  public boolean createContainer(String database, String container) throws AccountException {
    ObjectNode wanted = MAPPER.createObjectNode().put("id", container);
    wanted.putObject("partitionKey").put("kind", "Hash").putArray("paths").add("/partitionKey");
    String link = "dbs/" + database;
    return created(
        send("POST", "colls", link, path(link) + "/colls", wanted, Map.of()),
        "container " + container);
  }

  /**
   * Removes a database with all that is in it; nothing where there is none.
   *
   * @throws AccountException if it cannot be removed
   */
  public void deleteDatabase(String database) throws AccountException {
    String link = "dbs/" + database;
    deleted(send("DELETE", "dbs", link, path(link), null, Map.of()), "database " + database);
  }

  /**
   * Removes a container with all that is in it; nothing where there is none.
   *
   * @throws AccountException if it cannot be removed
   */
  public void deleteContainer(String database, String container) throws AccountException {
    String link = "dbs/" + database + "/colls/" + container;
    deleted(send("DELETE", "colls", link, path(link), null, Map.of()), "container " + container);
  }

  /**
   * Makes sure that there is a container partitioned by {@code /partitionKey}.
   *
   * @throws AccountException if there is none, or one that is partitioned by something else
   */
  public void requireContainer(String database, String container) throws AccountException {
    String paths = container(database, container).path("partitionKey").path("paths").toString();
    if (!paths.equals("[\"/partitionKey\"]")) {
      throw new AccountException(
          "container "
              + database
              + "/"
              + container
              + " is partitioned by "
              + paths
              + ": Dapr needs one that is partitioned by /partitionKey");
    }
  }

  /**
   * Returns the seconds after which a container lets a document expire that has no time of its own;
   * empty where it does not.
   *
   * @throws AccountException if the container cannot be read
   */
  public OptionalInt timeToLive(String database, String container) throws AccountException {
    int seconds = container(database, container).path("defaultTtl").asInt();
    return seconds > 0 ? OptionalInt.of(seconds) : OptionalInt.empty();
  }

  private JsonNode container(String database, String container) throws AccountException {
    String link = "dbs/" + database + "/colls/" + container;
    Reply reply = send("GET", "colls", link, path(link), null, Map.of());
    if (reply.status != 200) {
      throw failure("container " + database + "/" + container + " cannot be read", reply);
    }
    return reply.body;
  }

  /**
   * Returns all documents of a container, as they are stored.
   *
   * @throws AccountException if they cannot be read
   */
  public List<JsonNode> documents(String database, String container) throws AccountException {
    String link = "dbs/" + database + "/colls/" + container;
    List<JsonNode> documents = new ArrayList<>();
    Optional<String> continuation = Optional.empty();
    do {
      Map<String, String> headers =
          continuation.map(token -> Map.of("x-ms-continuation", token)).orElse(Map.of());
      Reply reply = send("GET", "docs", link, path(link) + "/docs", null, headers);
      if (reply.status != 200) {
        throw failure("the documents of " + container + " cannot be read", reply);
      }
      reply.body.path("Documents").forEach(documents::add);
      continuation = reply.continuation;
    } while (continuation.isPresent());
    return documents;
  }

  private boolean created(Reply reply, String what) throws AccountException {
    if (reply.status == 409) {
      return false;
    }
    if (reply.status != 201) {
      throw failure(what + " cannot be created", reply);
    }
    return true;
  }

  private void deleted(Reply reply, String what) throws AccountException {
    if (reply.status != 204 && reply.status != 404) {
      throw failure(what + " cannot be removed", reply);
    }
  }

  private AccountException failure(String problem, Reply reply) {
    String fix =
        switch (reply.status) {
          case 401 -> "the key is not this account's: copy the primary key from its portal page";
          case 403 -> "the account does not allow it: look at its firewall and its key's rights";
          case 404 -> "it does not exist: look at the names";
          case 429 -> "its request units are used up: wait, or provision more";
          default -> reply.body.path("message").asText("no reason given");
        };
    return new AccountException(
        endpoint + ": " + problem + " (status " + reply.status + "): " + fix);
  }

  private static String path(String link) {
    StringBuilder path = new StringBuilder();
    for (String segment : link.split("/", -1)) {
      path.append(path.isEmpty() ? "" : "/")
          .append(URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return path.toString();
  }

  private Reply send(
      String method,
      String type,
      String link,
      String path,
      @Nullable ObjectNode body,
      Map<String, String> headers)
      throws AccountException {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/" + path))
            .timeout(PATIENCE)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .header("x-ms-version", API_VERSION)
            .header("x-ms-date", date)
            .header("authorization", key.authorization(method, type, link, date))
            .header("user-agent", "slicebench")
            .header("content-type", "application/json");
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(
          response.statusCode(),
          MAPPER.readTree(
              response.body().length == 0
                  ? "{}".getBytes(StandardCharsets.UTF_8)
                  : response.body()),
          response.headers().firstValue("x-ms-continuation"));
    } catch (IOException e) {
      throw new AccountException(
          "no Cosmos DB answers at " + endpoint + ": look at the URL, and whether it runs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AccountException("interrupted while waiting for " + endpoint, e);
    }
  }
}
