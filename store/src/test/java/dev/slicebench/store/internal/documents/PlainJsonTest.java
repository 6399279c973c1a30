package dev.slicebench.store.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slicebench.store.EventData;
import dev.slicebench.store.Json;
import dev.slicebench.store.StoreProfile;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {

  private static final long SEED = Long.getLong("slicebench.seed", 20261128L);
  private static final int VALUES = 20_000;
  private static final StoreProfile COSMOS_DB =
      StoreProfile.of("state.azure.cosmosdb", "v1", Set.of());

  /** What a random value is made of; the worst of it no store that keeps JSON gives back. */
  private static final List<String> NAMES =
      List.of("a", "b", "ab", "a:", "{a", "a ", "\u00e9", "\\u0061", "x".repeat(17));

  private static final List<String> LEAVES =
      List.of(
          "true",
          "false",
          "null",
          "0",
          "-1",
          "83886079",
          "12345678901234567890",
          "1.5",
          "0.1234567",
          "1e3",
          "1e400",
          "\"\"",
          "\"a\"",
          "\"a:{[,\"",
          "\"\u20ac\"",
          "\"\\ud800\"",
          "\"\\u0000\"");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "-0",
        "\"text: {[1.5\"",
        "[]",
        " { } ",
        "{\"a\":{\"a\":[{\"a\":1},{\"a\":2}],\"b\":true},\"b\" : \"a\"}",
      })
  void isOne(String text) {
    assertThat(new PlainJson().isOne(Json.parse(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1e400",
        "[1E3]",
        "\"\\n\"",
        "\"\u00e9\"",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":{\"c\":[]},\"a\" :2}",
        "[{\"a\":{\"b\":1,\"b\":2}}]"
      })
  void isNotKnownAsOne(String text) {
    assertThat(new PlainJson().isOne(Json.parse(text))).isFalse();
  }

  @Test
  void knowsNothingOfWhatIsDeepOrWideOrLong() {
    assertThat(new PlainJson().isOne(Json.parse("[".repeat(32) + "]".repeat(32)))).isTrue();
    assertThat(new PlainJson().isOne(Json.parse("[".repeat(33) + "]".repeat(33)))).isFalse();
    assertThat(new PlainJson().isOne(objectOf(64))).isTrue();
    assertThat(new PlainJson().isOne(objectOf(65))).isFalse();
    assertThat(new PlainJson().isOne(Json.parse("9".repeat(300)))).isTrue();
    assertThat(new PlainJson().isOne(Json.parse("9".repeat(301)))).isFalse();
  }

  private static Json objectOf(int names) {
    return Json.parse(
        IntStream.range(0, names)
            .mapToObj(i -> "\"n" + i + "\":" + i)
            .collect(Collectors.joining(",", "{", "}")));
  }

  /** What was scanned before stands behind a shorter value. */
  @Test
  void forgetsTheValueBefore() {
    PlainJson plain = new PlainJson();
    assertThat(plain.isOne(Json.parse("{\"a\":1,\"a\":2}"))).isFalse();
    assertThat(plain.isOne(Json.parse("{\"a\"   :12345}"))).isTrue();
    assertThat(plain.isOne(Json.parse("\"a\""))).isTrue();
    assertThat(plain.isOne(Json.parse("12"))).isTrue();
    assertThat(plain.isOne(Json.parse("[[{\"b\":[1.5]}]]"))).isFalse();
    assertThat(plain.isOne(Json.parse("[1]"))).isTrue();
  }

  /** The parser, which is asked where this tells nothing, never refuses what this calls plain. */
  @Test
  void whatIsOneIsKept() {
    Random random = new Random(SEED);
    PlainJson plain = new PlainJson();
    int ones = 0;
    for (int i = 0; i < VALUES; i++) {
      Json data = Json.parse(value(random, 4));
      if (plain.isOne(data)) {
        ones++;
        EventData event = new EventData("id", "name", data);
        assertThatCode(() -> JsonStores.requireDataKept(event, COSMOS_DB, false))
            .as("seed %d: %s", SEED, data)
            .doesNotThrowAnyException();
      }
    }
    assertThat(ones).as("of %d values, seed %d", VALUES, SEED).isBetween(VALUES / 10, VALUES - 1);
  }

  private static String value(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 1 : 3);
    int size = random.nextInt(4);
    return switch (kind) {
      case 0 -> LEAVES.get(random.nextInt(LEAVES.size()));
      case 1 ->
          IntStream.range(0, size)
              .mapToObj(i -> value(random, depth - 1))
              .collect(Collectors.joining(" ,", "[", "]"));
      default ->
          IntStream.range(0, size)
              .mapToObj(
                  i ->
                      "\""
                          + NAMES.get(random.nextInt(NAMES.size()))
                          + "\" : "
                          + value(random, depth - 1))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
