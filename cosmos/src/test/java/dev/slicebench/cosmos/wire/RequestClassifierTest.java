package dev.slicebench.cosmos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestClassifierTest {

  @ParameterizedTest
  @CsvSource({
    "GET,    /,                        none, METADATA",
    "GET,    /dbs/d/colls/c,           none, METADATA",
    "GET,    /dbs/d/colls/c/pkranges,  none, METADATA",
    "GET,    /dbs/d/colls/c/docs/a%7C, none, POINT_READ",
    "GET,    /dbs/d/colls/c/docs,      none, QUERY",
    "PUT,    /dbs/d/colls/c/docs/a,    none, REPLACE",
    "PATCH,  /dbs/d/colls/c/docs/a,    none, PATCH",
    "DELETE, /dbs/d/colls/c/docs/a,    none, DELETE",
    "POST,   /dbs/d/colls/c/docs,      none, CREATE",
    "POST,   /dbs/d/colls/c/docs?x=/y, x-ms-documentdb-is-upsert, UPSERT",
    "POST,   /dbs/d/colls/c/docs/,     x-ms-cosmos-is-batch-request, BATCH",
    "POST,   /dbs/d/colls/c/docs,      x-ms-documentdb-query, QUERY",
    "POST,   /dbs/d/colls/c/docs,      x-ms-documentdb-isquery, QUERY",
    "POST,   /dbs/d/colls/c/docs,      x-ms-cosmos-is-query-plan-request, METADATA",
  })
  void tellsWhatIsAskedFor(String method, String target, String trueHeader, OperationKind kind) {
    assertThat(RequestClassifier.kind(method, target, Map.of(trueHeader, "True")::get))
        .isEqualTo(kind);
  }

  @Test
  void knowsAQueryByItsContentType() {
    assertThat(
            RequestClassifier.kind(
                "POST",
                "/dbs/d/colls/c/docs",
                Map.of("content-type", "application/query+json; charset=utf-8")::get))
        .isEqualTo(OperationKind.QUERY);
  }

  @Test
  void namesAClientByItsProducts() {
    assertThat(RequestClassifier.client("dapr-1.18.1 azsdk-go-azcosmos/v1.0.3 (go1.26; linux)"))
        .isEqualTo("dapr-1.18.1 azsdk-go-azcosmos/v1.0.3");
    assertThat(RequestClassifier.client(" a/1(x (y) \t b/2 (not closed")).isEqualTo("a/1 b/2");
    assertThat(RequestClassifier.client("(hidden)")).isEqualTo("unknown");
    assertThat(RequestClassifier.client(null)).isEqualTo("unknown");
  }
}
