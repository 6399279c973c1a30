package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.CosmosException;
import com.azure.cosmos.models.CosmosQueryRequestOptions;
import com.azure.cosmos.models.FeedResponse;
import com.azure.cosmos.models.PartitionKey;
import com.azure.cosmos.models.SqlParameter;
import com.azure.cosmos.models.SqlQuerySpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries by the official Java SDK, which asks for a plan, sends what the plan says to every
 * partition key range, and merges: 20 documents, {@code n} from 0 to 19, in four partitions.
 */
class SdkQueriesTest {

  private static final int DOCUMENTS = 20;
  private static CosmosEmulator emulator;
  private static CosmosClient client;
  private static CosmosContainer container;

  @BeforeAll
  static void start() throws IOException {
    emulator = CosmosEmulator.builder().tls().start();
    client = Sdk.client(emulator);
    container = Sdk.container(client);
    for (int i = 0; i < DOCUMENTS; i++) {
      // In another order than that of the numbers.
      int n = i * 7 % DOCUMENTS;
      ObjectNode document = Sdk.document("d" + n, "p" + n % 4, n).put("half", n / 2);
      document.putObject("value").put("StreamName", "s" + n % 2);
      container.createItem(document);
    }
  }

  @AfterAll
  static void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT VALUE c.n FROM c ORDER BY c.n|0-19",
        "SELECT VALUE c.n FROM c WHERE c.n >= 5 ORDER BY c.n OFFSET 2 LIMIT 3|7-9",
        "SELECT VALUE c.n FROM c WHERE c['value']['StreamName'] = 's1' AND c.n < 6 ORDER BY c.n|1,3,5",
        "SELECT TOP 2 VALUE c.n FROM c ORDER BY c.n|0-1",
        "SELECT VALUE c.n FROM c WHERE c.n IN (3, 4, 99) ORDER BY c.n ASC|3-4",
        "SELECT VALUE c.n FROM c WHERE ARRAY_CONTAINS([8, 9], c.n) ORDER BY c.n|8-9",
        "SELECT DISTINCT VALUE c.half FROM c ORDER BY c.half|0-9",
        "SELECT DISTINCT VALUE c.half FROM c ORDER BY c.half OFFSET 2 LIMIT 3|2-4",
        "SELECT DISTINCT TOP 3 VALUE c.half FROM c ORDER BY c.half|0-2",
        "SELECT VALUE c['n'] FROM c WHERE c['n'] > 3 ORDER BY c['n'] OFFSET 1 LIMIT 2147483647|5-19",
        "SELECT VALUE COUNT(1) FROM c WHERE c.n > 4|15",
        "SELECT VALUE MIN(c.n) FROM c WHERE c.n > 4|5",
        "SELECT VALUE MAX(c.n) FROM c|19",
      })
  void overAllPartitions(String query, String expected) {
    assertThat(numbers(Sdk.query(query))).isEqualTo(numbers(expected));
  }

  /** The SDK adds up doubles. */
  @Test
  void sumsAndAveragesOverAllPartitions() {
    assertThat(all(Sdk.query("SELECT VALUE SUM(c.n) FROM c"), Double.class)).containsExactly(190.0);
    assertThat(all(Sdk.query("SELECT VALUE AVG(c.n) FROM c"), Double.class)).containsExactly(9.5);
  }

  @Test
  void downwardsAndByTwoKeys() {
    List<Integer> downwards = new ArrayList<>();
    for (int half = 9; half >= 0; half--) {
      downwards.add(2 * half);
      downwards.add(2 * half + 1);
    }
    assertThat(numbers(Sdk.query("SELECT VALUE c.n FROM c ORDER BY c.half DESC, c.n ASC")))
        .isEqualTo(downwards);
  }

  @Test
  void withParametersWithinOnePartition() {
    CosmosQueryRequestOptions inPartition =
        new CosmosQueryRequestOptions().setPartitionKey(new PartitionKey("p1"));
    SqlQuerySpec query =
        new SqlQuerySpec(
            "SELECT c.id, c.n FROM c WHERE c.n > @least ORDER BY c.n DESC",
            new SqlParameter("@least", 5));

    assertThat(container.queryItems(query, inPartition, JsonNode.class).stream())
        .extracting(row -> row.get("n").asInt())
        .containsExactly(17, 13, 9);
    assertThat(container.readAllItems(new PartitionKey("p1"), JsonNode.class).stream()).hasSize(5);
  }

  /** Each page is asked for by a client that knows nothing but the token of the one before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT VALUE c.n FROM c",
        "SELECT VALUE c.n FROM c ORDER BY c.n",
        "SELECT VALUE c.n FROM c ORDER BY c.n DESC",
        "SELECT VALUE c.n FROM c ORDER BY c.half, c.n",
        "SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 0 LIMIT 20"
      })
  void pagesContinueWhereTheLastOneEnded(String query) {
    List<Integer> paged = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      FeedResponse<Integer> page =
          container
              .queryItems(Sdk.query(query), new CosmosQueryRequestOptions(), Integer.class)
              .iterableByPage(token, 7)
              .iterator()
              .next();
      assertThat(page.getResults()).hasSizeLessThanOrEqualTo(7);
      paged.addAll(page.getResults());
      token = page.getContinuationToken();
      pages++;
    } while (token != null);

    assertThat(pages).isGreaterThanOrEqualTo(3);
    assertThat(paged).isEqualTo(numbers(Sdk.query(query)));
    assertThat(paged).hasSize(DOCUMENTS).doesNotHaveDuplicates();
  }

  @Test
  void aQueryThatTheEmulatorDoesNotKnowIsRefused() {
    assertThat(
            catchThrowableOfType(
                    CosmosException.class,
                    () -> numbers(Sdk.query("SELECT * FROM c WHERE EXISTS(SELECT VALUE 1)")))
                .getStatusCode())
        .isEqualTo(501);
  }

  private static List<Integer> numbers(SqlQuerySpec query) {
    return all(query, Integer.class);
  }

  private static <T> List<T> all(SqlQuerySpec query, Class<T> type) {
    return container.queryItems(query, new CosmosQueryRequestOptions(), type).stream().toList();
  }

  /** Of {@code 1,3} or {@code 1-3}. */
  private static List<Integer> numbers(String text) {
    String[] ends = text.split("-", -1);
    if (ends.length == 2) {
      return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
          .boxed()
          .toList();
    }
    return List.of(text.split(",", -1)).stream().map(Integer::valueOf).toList();
  }
}
