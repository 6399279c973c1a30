package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.ResourceIds;

/** Answers the SDKs' first requests: the account, and the partition key ranges of a container. */
final class AccountResource {

  private AccountResource() {}

  /** Returns the account: one region, at the address that the client has used. */
  static ObjectNode document(String address) {
    ObjectNode account = JsonNodeFactory.instance.objectNode();
    account
        .put("_self", "")
        .put("id", "slicebench-emulator")
        .put("_rid", "slicebench-emulator")
        .put("media", "//media/")
        .put("addresses", "//addresses/")
        .put("_dbs", "//dbs/");
    for (String regions : new String[] {"writableLocations", "readableLocations"}) {
      account
          .putArray(regions)
          .addObject()
          .put("name", "Emulator")
          .put("databaseAccountEndpoint", address);
    }
    account.put("enableMultipleWriteLocations", false);
    replication(account.putObject("userReplicationPolicy"), 1);
    account.putObject("userConsistencyPolicy").put("defaultConsistencyLevel", "Session");
    replication(account.putObject("systemReplicationPolicy"), 1);
    account
        .putObject("readPolicy")
        .put("primaryReadCoefficient", 1)
        .put("secondaryReadCoefficient", 1);
    account.put(
        "queryEngineConfiguration",
        "{\"maxSqlQueryInputLength\":262144,\"maxJoinsPerSqlQuery\":10,"
            + "\"maxLogicalAndPerSqlQuery\":2000,\"maxLogicalOrPerSqlQuery\":2000,"
            + "\"maxUdfRefPerSqlQuery\":0,\"maxInExpressionItemsCount\":16000,"
            + "\"queryMaxInMemorySortDocumentCount\":500,\"maxQueryRequestTimeoutFraction\":0.9,"
            + "\"sqlAllowNonFiniteNumbers\":false,\"sqlAllowAggregateFunctions\":true,"
            + "\"sqlAllowSubQuery\":false,\"sqlAllowScalarSubQuery\":false,"
            + "\"allowNewKeywords\":true,\"sqlAllowLike\":true,"
            + "\"sqlAllowGroupByClause\":true,\"maxSpatialQueryCells\":12,"
            + "\"spatialMaxGeometryPointCount\":256,\"sqlDisableQueryILOptimization\":false,"
            + "\"sqlDisableFilterPlanOptimization\":false,\"sqlAllowTop\":true,"
            + "\"enableSpatialIndexing\":false}");
    return account;
  }

  private static void replication(ObjectNode policy, int size) {
    policy
        .put("asyncReplication", false)
        .put("minReplicaSetSize", size)
        .put("maxReplicasetSize", size);
  }

  /** Returns one range, since all of a container lies in one physical partition. */
  static RestResponse partitionKeyRanges(RestRequest call, Container container) {
    String etag = "\"ranges-" + container.rid() + "\"";
    if (call.header("if-none-match").equals(etag)) {
      return RestResponse.empty(304, 0).with("etag", etag);
    }
    ObjectNode feed = JsonNodeFactory.instance.objectNode().put("_rid", container.rid());
    ObjectNode range = feed.putArray("PartitionKeyRanges").addObject();
    String rid = ResourceIds.range(container.rid(), 0);
    range
        .put("_rid", rid)
        .put("id", "0")
        .put("_etag", etag)
        .put("minInclusive", "")
        .put("maxExclusive", "FF")
        .put("ridPrefix", 0)
        .put(
            "_self",
            container.definition().json().path("_self").textValue() + "pkranges/" + rid + "/")
        .put("throughputFraction", 1)
        .put("status", "online")
        .put("_ts", 0)
        .put("_lsn", 1);
    range.putArray("parents");
    feed.put("_count", 1);
    return RestResponse.of(200, feed, 0).with("etag", etag).with("x-ms-item-count", "1");
  }
}
