package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All databases and their containers, each found by its id or its resource id. */
public final class Account {

  private final Clock clock;
  private final Map<String, Database> databases = new TreeMap<>();
  private int rids;

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

  /** Creates a database. */
  public synchronized ObjectNode createDatabase(ObjectNode wanted) {
    String id = id(wanted);
    if (databases.containsKey(id)) {
      throw conflict("database", id);
    }
    String rid = ResourceIds.database(++rids);
    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("id", id);
    system(definition, rid, "dbs/" + rid + "/");
    definition.put("_colls", "colls/").put("_users", "users/");
    databases.put(id, new Database(definition));
    return definition;
  }

  /** Removes a database with all that is in it. */
  public synchronized void deleteDatabase(String id) {
    Database database = find(id);
    databases.values().removeIf(one -> one == database);
  }

  /** Returns the definitions of a database's containers. */
  public synchronized List<ObjectNode> containers(String database) {
    return find(database).containers.values().stream().map(Container::definition).toList();
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

  /**
   * Creates a container; what the definition says beside id, partition key and TTL is only kept.
   */
  public synchronized Container createContainer(String database, ObjectNode wanted) {
    Database in = find(database);
    String id = id(wanted);
    if (in.containers.containsKey(id)) {
      throw conflict("container", id);
    }
    String parent = in.definition.path("_rid").textValue();
    String rid = ResourceIds.container(parent, ++rids);
    ObjectNode definition = wanted.deepCopy();
    system(definition, rid, "dbs/" + parent + "/colls/" + rid + "/");
    definition.put("_docs", "docs/").put("_sprocs", "sprocs/").put("_triggers", "triggers/");
    definition.put("_udfs", "udfs/").put("_conflicts", "conflicts/");
    Container container = new Container(definition, clock);
    in.containers.put(id, container);
    return container;
  }

  /** Removes a container with all that is in it. */
  public synchronized void deleteContainer(String database, String id) {
    Container container = container(database, id);
    find(database).containers.values().removeIf(one -> one == container);
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
        .put("_etag", "\"" + rid + "-0000\"")
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
