package dev.slicebench.sidecar.embedded;

import java.time.Clock;
import java.util.Set;

/** A component whose behaviour the server takes on. */
public enum MimickedComponent {
  /** No component of Dapr's: {@link #IN_MEMORY}, and the Query API besides. */
  STRICT("state.slicebench-strict", "v1", true),
  IN_MEMORY("state.in-memory", "v1", false),
  SQLITE("state.sqlite", "v1", false),
  REDIS("state.redis", "v1", false),
  POSTGRESQL_V1("state.postgresql", "v1", true),
  POSTGRESQL_V2("state.postgresql", "v2", false),
  COSMOSDB("state.azure.cosmosdb", "v1", true);

  private final String type;
  private final String version;
  private final boolean query;

  MimickedComponent(String type, String version, boolean query) {
    this.type = type;
    this.version = version;
    this.query = query;
  }

  /** Returns the component type as metadata lists it. */
  public String type() {
    return type;
  }

  /** Returns the component version as metadata lists it. */
  public String version() {
    return version;
  }

  /**
   * Returns the features that this server has of those the component declares: neither expiry nor
   * the features that no call of the state API can reach.
   */
  public Set<String> capabilities() {
    return query ? Set.of("ETAG", "TRANSACTIONAL", "QUERY_API") : Set.of("ETAG", "TRANSACTIONAL");
  }

  StateComponent newComponent() {
    return switch (this) {
      case STRICT -> new StrictComponent();
      case IN_MEMORY -> new InMemoryComponent();
      case SQLITE -> new SqlComponent.Sqlite();
      case REDIS -> new RedisComponent();
      case POSTGRESQL_V1 -> new SqlComponent.PostgresqlV1();
      case POSTGRESQL_V2 -> new SqlComponent.PostgresqlV2();
      case COSMOSDB -> new CosmosComponent(Clock.systemUTC());
    };
  }
}
