package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.PlainQuery.Document;
import dev.slicebench.cosmos.Rest.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random queries over random documents, in pages of a random size, against a plain evaluation of
 * the same in memory: {@link PlainQuery}.
 */
class DifferentialQueriesTest {

  private static final int QUERIES = 10_000;
  private static final int PER_CONTAINER = 1_000;
  private static final int DOCUMENTS = 40;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void everyAnswerIsThatOfAPlainEvaluation() throws IOException {
    long seed = new Random().nextLong();
    System.out.printf(Locale.ROOT, "%d random queries, seed %d%n", QUERIES, seed);
    Random random = new Random(seed);
    for (int done = 0; done < QUERIES; done += PER_CONTAINER) {
      try (CosmosEmulator emulator = CosmosEmulator.builder().withoutAuthentication().start()) {
        Rest rest = Rest.withContainer(emulator);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
          Document document = PlainQuery.document(i, random);
          documents.add(document);
          assertThat(rest.post(document.partition(), json(document)).status()).isEqualTo(201);
        }
        for (int i = 0; i < PER_CONTAINER; i++) {
          compare(rest, documents, PlainQuery.random(random), 1 + random.nextInt(50), seed);
        }
      }
    }
  }

  private static void compare(
      Rest rest, List<Document> documents, PlainQuery query, int size, long seed)
      throws IOException {
    ArrayNode rows = MAPPER.createArrayNode();
    String continuation = "";
    do {
      Reply page = page(rest, query, size, continuation);
      assertThat(page.status())
          .as("seed %d: %s: %s", seed, query.sql(), page.body())
          .isEqualTo(200);
      assertThat(page.body().get("Documents").size()).isLessThanOrEqualTo(size);
      rows.addAll((ArrayNode) page.body().get("Documents"));
      continuation = page.header("x-ms-continuation");
    } while (!continuation.isEmpty());
    assertThat(canonical(rows))
        .as("seed %d: %s in pages of %d", seed, query.sql(), size)
        .isEqualTo(canonical(MAPPER.valueToTree(query.rows(documents))));
  }

  private static Reply page(Rest rest, PlainQuery query, int size, String continuation)
      throws IOException {
    List<String> headers = new ArrayList<>();
    headers.addAll(List.of("x-ms-max-item-count", String.valueOf(size)));
    if (!continuation.isEmpty()) {
      headers.addAll(List.of("x-ms-continuation", continuation));
    }
    if (query.partition() == null) {
      // As an SDK that merges sends it to each range.
      headers.addAll(List.of("x-ms-documentdb-partitionkeyrangeid", "0"));
    }
    return rest.query(
        query.partition(),
        MAPPER.createObjectNode().put("query", query.sql()).toString(),
        headers.toArray(String[]::new));
  }

  /** Numbers are doubles, and properties have no order. */
  private static String canonical(JsonNode rows) {
    if (rows.isNumber()) {
      return String.valueOf(Math.round(rows.doubleValue() * 1e6) / 1e6);
    }
    if (rows.isArray()) {
      List<String> items = new ArrayList<>();
      rows.forEach(item -> items.add(canonical(item)));
      return items.toString();
    }
    if (rows.isObject()) {
      return rows.properties().stream()
          .map(one -> one.getKey() + ":" + canonical(one.getValue()))
          .sorted()
          .toList()
          .toString();
    }
    return rows.toString();
  }

  private static String json(Document document) throws JsonProcessingException {
    ObjectNode json = MAPPER.valueToTree(document.properties());
    return MAPPER.writeValueAsString(json);
  }
}
