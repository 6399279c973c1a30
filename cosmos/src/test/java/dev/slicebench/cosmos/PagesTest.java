package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.Rest.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer in pages, while documents are written and removed between them. */
class PagesTest {

  private CosmosEmulator emulator;
  private Rest rest;

  @BeforeEach
  void start() throws IOException {
    emulator = CosmosEmulator.builder().start();
    rest = Rest.withContainer(emulator);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  /** Ten documents, {@code n} from 0 to 9, three values of {@code k}. */
  private void fill() throws IOException {
    for (int n : new int[] {3, 9, 0, 7, 1, 8, 2, 6, 5, 4}) {
      write(n, n);
    }
  }

  private void write(int id, int n) throws IOException {
    rest.upsert(
        "p",
        "{\"id\":\"%d\",\"partitionKey\":\"p\",\"n\":%d,\"k\":%d,\"tags\":[1,2,3]}"
            .formatted(id, n, n % 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT VALUE c.n FROM c                                  | [3,9,0,7,1,8,2,6,5,4]
          SELECT VALUE c.n FROM c ORDER BY c.n                     | [0,1,2,3,4,5,6,7,8,9]
          SELECT VALUE c.n FROM c ORDER BY c.n DESC OFFSET 2 LIMIT 5 | [7,6,5,4,3]
          SELECT VALUE c.n FROM c ORDER BY c.k, c.n DESC           | [9,6,3,0,7,4,1,8,5,2]
          SELECT VALUE c.n FROM c ORDER BY c.k                     | [3,9,0,6,7,1,4,8,2,5]
          SELECT VALUE c.n FROM c ORDER BY c.none                  | [3,9,0,7,1,8,2,6,5,4]
          SELECT TOP 7 VALUE c.n FROM c                            | [3,9,0,7,1,8,2]
          SELECT VALUE c.n FROM c OFFSET 3 LIMIT 5                 | [7,1,8,2,6]
          SELECT VALUE c.n FROM c OFFSET 3 LIMIT 0                 | []
          SELECT VALUE c.n * 10 + t FROM c JOIN t IN c.tags WHERE c.n < 3 | [1,2,3,11,12,13,21,22,23]
          SELECT VALUE c.n * 10 + t FROM c JOIN t IN c.tags WHERE c.n < 3 ORDER BY c.n DESC | [21,22,23,11,12,13,1,2,3]
          SELECT DISTINCT VALUE c.k FROM c                         | [0,1,2]
          SELECT VALUE COUNT(1) FROM c GROUP BY c.n                | [1,1,1,1,1,1,1,1,1,1]
          SELECT VALUE SUM(c.n) FROM c GROUP BY c.k                | [18,12,15]
          """)
  void pagesMakeTheWholeAnswer(String query, String rows) throws IOException {
    fill();
    assertThat(rest.query("p", body(query)).body().get("Documents")).hasToString(rows);
    for (int size = 1; size <= 11; size++) {
      List<JsonNode> paged = new ArrayList<>();
      Reply page = page(query, size, "");
      while (true) {
        assertThat(page.body().get("Documents").size()).isLessThanOrEqualTo(size);
        page.body().get("Documents").forEach(paged::add);
        if (page.header("x-ms-continuation").isEmpty()) {
          break;
        }
        page = page(query, size, page.header("x-ms-continuation"));
      }
      assertThat(paged.toString().replace(" ", "")).as("pages of %d", size).isEqualTo(rows);
    }
  }

  /** Rows that stay where they are in the order are neither left out nor given twice. */
  @Test
  void whatMovesMovesNothingElse() throws IOException {
    fill();
    String query = "SELECT VALUE c.n FROM c ORDER BY c.n";
    Reply first = page(query, 4, "");
    rest.item("DELETE", "p", "0");
    write(1, 20);
    write(11, -1);
    write(12, 4);
    Reply second = page(query, 20, first.header("x-ms-continuation"));

    assertThat(first.body().get("Documents")).hasToString("[0,1,2,3]");
    assertThat(second.body().get("Documents")).hasToString("[4,4,5,6,7,8,9,20]");
  }

  /** Groups are those of the moment in which they were made. */
  @Test
  void groupsStayAsTheyWere() throws IOException {
    fill();
    String query = "SELECT VALUE c.n FROM c GROUP BY c.n";
    Reply first = page(query, 4, "");
    rest.item("DELETE", "p", "3");
    write(8, 77);
    Reply second = page(query, 20, first.header("x-ms-continuation"));

    assertThat(second.body().get("Documents")).hasToString("[1,8,2,6,5,4]");
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT * FROM c, 8",
    "SELECT * FROM c ORDER BY c.n, 8",
    "SELECT DISTINCT * FROM c, 8",
    "SELECT c.x FROM c ORDER BY c.n DESC, 8",
    "SELECT c.x FROM c JOIN t IN c.tags, 24",
    "SELECT VALUE c.n FROM c ORDER BY c.x, 8"
  })
  void noPageHasMoreThanFourMegabytes(String query, int rows) throws IOException {
    String text = "x".repeat(700_000);
    for (int n = 0; n < 8; n++) {
      rest.post(
          "p",
          "{\"id\":\"%d\",\"partitionKey\":\"p\",\"n\":%d,\"tags\":[1,2,3],\"x\":\"%s%d\"}"
              .formatted(n, n, text, n));
    }
    int found = 0;
    int pages = 0;
    Reply page = page(query, 3, "");
    Reply large = page(query, 1000, "");
    assertThat(large.response().body().length()).isLessThan(4 * 1024 * 1024 + 1000);
    while (true) {
      found += page.body().get("Documents").size();
      pages++;
      if (page.header("x-ms-continuation").isEmpty()) {
        break;
      }
      page = page(query, 3, page.header("x-ms-continuation"));
    }
    assertThat(found).isEqualTo(rows);
    assertThat(pages).isGreaterThan(1);
  }

  private Reply page(String query, int size, String continuation) throws IOException {
    return continuation.isEmpty()
        ? rest.query("p", body(query), "x-ms-max-item-count", String.valueOf(size))
        : rest.query(
            "p",
            body(query),
            "x-ms-max-item-count",
            String.valueOf(size),
            "x-ms-continuation",
            continuation);
  }

  private static String body(String query) {
    return "{\"query\":\"" + query + "\"}";
  }
}
