package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.Pages.Page;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import dev.slicebench.cosmos.sql.SqlQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a client may ask about a query beside its rows. Times are the emulator's own; an index it
 * does not have, so that the paths which it names are those that the service's would be of use for.
 */
final class QueryMetrics {

  private static final String INDEX_UTILIZATION = "x-ms-cosmos-index-utilization";

  private static final double NANOS_PER_MILLI = 1e6;

  private final RestRequest call;
  private final long start = System.nanoTime();

  QueryMetrics(RestRequest call) {
    this.call = call;
  }

  RestResponse addTo(RestResponse answer, SqlQuery query, Page page) {
    RestResponse measured = answer;
    if (call.isTrue("x-ms-documentdb-populatequerymetrics")) {
      measured = measured.with("x-ms-documentdb-query-metrics", metrics(page));
    }
    if (call.isTrue("x-ms-cosmos-populateindexmetrics")) {
      measured =
          measured.with(
              INDEX_UTILIZATION, Base64.getEncoder().encodeToString(Json.bytes(indexes(query))));
    }
    if (call.isTrue("x-ms-cosmos-populateindexmetrics-v2")) {
      String json = new String(Json.bytes(indexesOfVersion2(query)), StandardCharsets.UTF_8);
      measured =
          measured.with(
              INDEX_UTILIZATION,
              URLEncoder.encode(json, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return measured;
  }

  private String metrics(Page page) {
    String total = String.valueOf((System.nanoTime() - start) / NANOS_PER_MILLI);
    long bytes = page.found().stream().mapToLong(StoredDocument::bytes).sum();
    return "totalExecutionTimeInMs="
        + total
        + ";queryCompileTimeInMs=0.00;queryLogicalPlanBuildTimeInMs=0.00"
        + ";queryPhysicalPlanBuildTimeInMs=0.00;queryOptimizationTimeInMs=0.00"
        + ";VMExecutionTimeInMs="
        + total
        + ";indexLookupTimeInMs=0.00;instructionCount=0;documentLoadTimeInMs=0.00"
        + ";systemFunctionExecuteTimeInMs=0.00;userFunctionExecuteTimeInMs=0.00"
        + ";retrievedDocumentCount="
        + page.found().size()
        + ";retrievedDocumentSize="
        + bytes
        + ";outputDocumentCount="
        + page.rows().size()
        + ";outputDocumentSize="
        + bytes
        + ";writeOutputTimeInMs=0.00;indexUtilizationRatio=1.00";
  }

  private static ObjectNode indexes(SqlQuery query) {
    ObjectNode indexes = JsonNodeFactory.instance.objectNode();
    ArrayNode used = indexes.putArray("UtilizedSingleIndexes");
    for (String path : query.indexPaths()) {
      used.addObject()
          .put("FilterExpression", "")
          .put("IndexSpec", path)
          .put("FilterPreciseSet", true)
          .put("IndexPreciseSet", true)
          .put("IndexImpactScore", "High");
    }
    indexes.putArray("PotentialSingleIndexes");
    indexes.putArray("UtilizedCompositeIndexes");
    indexes.putArray("PotentialCompositeIndexes");
    return indexes;
  }

  private static ObjectNode indexesOfVersion2(SqlQuery query) {
    ObjectNode indexes = JsonNodeFactory.instance.objectNode();
    ObjectNode used = indexes.putObject("Utilized");
    ArrayNode single = used.putArray("SingleIndexes");
    query.indexPaths().forEach(path -> single.addObject().put("IndexSpec", path));
    used.putArray("CompositeIndexes");
    ObjectNode potential = indexes.putObject("Potential");
    potential.putArray("SingleIndexes");
    potential.putArray("CompositeIndexes");
    return indexes;
  }
}
