package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All databases and their containers, each found by its id or its resource id. */
public final class Account {

  private final Clock clock;
  private final Map<String, Database> databases = new TreeMap<>();
  private final Map<String, ObjectNode> offers = new TreeMap<>();
  private int rids;
  private int changes;

  private static final class Database {
    private final ObjectNode definition;
    private final Map<String, Container> containers = new TreeMap<>();

    Database(ObjectNode definition) {
      this.definition = definition;
    }
  }

  /**
   * An empty one.
   *
   * @param clock tells when documents expire
   */
  public Account(Clock clock) {
    this.clock = clock;
  }

  /** Returns all databases' definitions. */
  public synchronized List<ObjectNode> databases() {
    return databases.values().stream().map(database -> database.definition).toList();
  }

  /** Returns a database's definition. */
  public synchronized ObjectNode database(String id) {
    return find(id).definition;
  }

  /** Creates a database without throughput of its own. */
  public ObjectNode createDatabase(ObjectNode wanted) {
    return createDatabase(wanted, Optional.empty());
  }

  /** Creates a database; its throughput is kept, and nothing is done about it. */
  public synchronized ObjectNode createDatabase(
      ObjectNode wanted, Optional<Throughput> throughput) {
    String id = id(wanted);
    if (databases.containsKey(id)) {
      throw conflict("database", id);
    }
    String rid = ResourceIds.database(++rids);
    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("id", id);
    system(definition, rid, "dbs/" + rid + "/");
    definition.put("_colls", "colls/").put("_users", "users/");
    databases.put(id, new Database(definition));
    throughput.ifPresent(offer -> offer(definition, offer));
    return definition;
  }

  /** Removes a database with all that is in it. */
  public synchronized void deleteDatabase(String id) {
    Database database = find(id);
    databases.values().removeIf(one -> one == database);
    withdraw(database.definition);
    database.containers.values().forEach(one -> withdraw(one.definition().json()));
  }

  /** Returns the definitions of a database's containers. */
  public synchronized List<ObjectNode> containers(String database) {
    return find(database).containers.values().stream()
        .map(container -> container.definition().json())
        .toList();
  }

  /** Returns a container. */
  public synchronized Container container(String database, String id) {
    Map<String, Container> containers = find(database).containers;
    Container named = containers.get(id);
    if (named != null) {
      return named;
    }
    return containers.values().stream()
        .filter(container -> container.rid().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                CosmosException.notFound("container '" + id + "' in database '" + database + "'"));
  }

  /** Creates a container with the usual throughput. */
  public Container createContainer(String database, ObjectNode wanted) {
    return createContainer(database, wanted, Optional.empty());
  }

  /**
   * Creates a container; its throughput is kept, and nothing is done about it.
   *
   * @throws CosmosException if the definition asks for what the emulator does not do
   */
  public synchronized Container createContainer(
      String database, ObjectNode wanted, Optional<Throughput> throughput) {
    Database in = find(database);
    String id = id(wanted);
    if (in.containers.containsKey(id)) {
      throw conflict("container", id);
    }
    ContainerDefinition definition = ContainerDefinition.of(wanted);
    String parent = in.definition.path("_rid").textValue();
    String rid = ResourceIds.container(parent, ++rids);
    ObjectNode json = definition.json();
    system(json, rid, "dbs/" + parent + "/colls/" + rid + "/");
    json.put("_docs", "docs/").put("_sprocs", "sprocs/").put("_triggers", "triggers/");
    json.put("_udfs", "udfs/").put("_conflicts", "conflicts/");
    String link = link(in.definition) + "/colls/" + escaped(id);
    Container container = new Container(definition, link, clock);
    in.containers.put(id, container);
    boolean shared = offers.containsKey(parent) && throughput.isEmpty();
    if (!shared) {
      offer(json, throughput.orElse(Throughput.USUAL));
    }
    return container;
  }

  /**
   * Gives a container another definition.
   *
   * @throws CosmosException if it has another id or partition key, or asks for what the emulator
   *     does not do
   */
  public synchronized Container replaceContainer(String database, String id, ObjectNode wanted) {
    Container container = container(database, id);
    ObjectNode before = container.definition().json();
    ContainerDefinition definition = ContainerDefinition.of(wanted);
    if (!wanted.path("id").equals(before.get("id"))
        || !definition.keyPaths().equals(container.definition().keyPaths())) {
      throw CosmosException.badRequest("a container keeps its id and its partition key");
    }
    ObjectNode json = definition.json();
    for (String kept :
        List.of("partitionKey", "_docs", "_sprocs", "_triggers", "_udfs", "_conflicts")) {
      json.set(kept, before.get(kept));
    }
    system(json, container.rid(), before.path("_self").textValue());
    container.redefine(definition);
    return container;
  }

  /** Removes a container with all that is in it. */
  public synchronized void deleteContainer(String database, String id) {
    Container container = container(database, id);
    find(database).containers.values().removeIf(one -> one == container);
    withdraw(container.definition().json());
  }

  /** Returns the offers: the throughputs of databases and containers. */
  public synchronized List<ObjectNode> offers() {
    return List.copyOf(offers.values());
  }

  /** Returns an offer by its resource id. */
  public synchronized ObjectNode offer(String rid) {
    return offers.values().stream()
        // Who names a resource by its resource id may do so in lower case.
        .filter(offer -> offer.path("_rid").asText().equalsIgnoreCase(rid))
        .findFirst()
        .orElseThrow(() -> CosmosException.notFound("offer '" + rid + "'"));
  }

  /** Gives an offer another throughput. */
  public synchronized ObjectNode replaceOffer(String rid, ObjectNode wanted) {
    ObjectNode offer = offer(rid).deepCopy();
    offer.set("content", Throughput.of(wanted.path("content")).json());
    offer.put("_etag", "\"" + rid + "-" + ++changes + "\"");
    offers.put(offer.path("offerResourceId").textValue(), offer);
    return offer;
  }

  private void offer(ObjectNode of, Throughput throughput) {
    String rid = ResourceIds.offer(++rids);
    ObjectNode offer = JsonNodeFactory.instance.objectNode();
    offer
        .put("id", rid)
        .put("offerVersion", "V2")
        .put("offerType", "Invalid")
        .put("resource", of.path("_self").textValue())
        .put("offerResourceId", of.path("_rid").textValue());
    offer.set("content", throughput.json());
    system(offer, rid, "offers/" + rid + "/");
    offers.put(of.path("_rid").textValue(), offer);
  }

  private void withdraw(ObjectNode of) {
    offers.remove(of.path("_rid").textValue());
  }

  /** Returns a database's link by its name, as a header has it. */
  public static String link(ObjectNode database) {
    return "dbs/" + escaped(database.path("id").textValue());
  }

  private static String escaped(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Database find(String id) {
    Database named = databases.get(id);
    if (named != null) {
      return named;
    }
    return databases.values().stream()
        .filter(database -> database.definition.path("_rid").asText().equals(id))
        .findFirst()
        .orElseThrow(() -> CosmosException.notFound("database '" + id + "'"));
  }

  private void system(ObjectNode definition, String rid, String self) {
    definition
        .put("_rid", rid)
        .put("_self", self)
        .put("_etag", "\"" + rid + "-" + ++changes + "\"")
        .put("_ts", clock.instant().getEpochSecond());
  }

  private static String id(ObjectNode wanted) {
    String id = wanted.path("id").asText();
    if (id.isBlank() || id.length() > 255 || id.matches(".*[/\\\\?#].*")) {
      throw CosmosException.badRequest(
          "'id' must be 1 to 255 characters without / \\ ? and #: '" + id + "'");
    }
    return id;
  }

  private static CosmosException conflict(String what, String id) {
    return new CosmosException(409, "Conflict", "there is a " + what + " '" + id + "' already");
  }
}
