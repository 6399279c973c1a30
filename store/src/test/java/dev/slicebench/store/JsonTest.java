package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
  void anotherEncodingThanUtf8IsRefused(String charset) {
    byte[] bytes = "{\"a\":\"ä\"}".getBytes(Charset.forName(charset));
    assertThatThrownBy(() -> Json.parse(bytes))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void aByteOrderMarkIsRefused() {
    for (String text : List.of("\uFEFF{}", "\n\uFEFF1", "\uFEFF")) {
      assertThatThrownBy(() -> Json.parse(text))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("byte order mark");
      assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("byte order mark");
    }
  }

  @Test
  void whatIsCutShortIsRefusedWithItsPlaceAndNothingOfTheParser() {
    assertThatThrownBy(() -> Json.parse("[{}"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("the data is not JSON: ")
        .hasMessageContaining("line: 1, column: ")
        .hasMessageNotContaining("Source");
  }

  static Stream<byte[]> whatIsNotUtf8() {
    return Stream.of(
        quoted(0x80), // no first byte
        quoted(0xC3), // cut off
        quoted(0xC0, 0x80), // overlong
        quoted(0xE0, 0x80, 0xAF), // overlong
        quoted(0xED, 0xA0, 0x80), // half of a surrogate pair
        quoted(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80), // CESU-8
        quoted(0xF4, 0x90, 0x80, 0x80), // beyond U+10FFFF
        quoted(0xFF));
  }

  private static byte[] quoted(int... bytes) {
    byte[] text = new byte[bytes.length + 2];
    text[0] = '"';
    for (int i = 0; i < bytes.length; i++) {
      text[i + 1] = (byte) bytes[i];
    }
    text[text.length - 1] = '"';
    return text;
  }

  @ParameterizedTest
  @MethodSource("whatIsNotUtf8")
  void bytesThatAreNotUtf8AreRefused(byte[] bytes) {
    assertThatThrownBy(() -> Json.parse(bytes))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\ud800\"",
        "{\"\udc00\":1}",
        "{\"\\ud800\":1}",
        "\"a\0b\"",
        "\"a\nb\"",
        "\"\\x\"",
        "\"\\ud8\"",
        "[\"\\x\"]",
        "[\"\t\"]",
        "NaN",
        "[Infinity]",
        "01",
        "+1",
        ".5",
        "1.",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "// c\n1",
        "1 2",
        "{}x",
        "\u00a01",
        "tru",
        "\"open",
        "[1"
      })
  void textThatIsNotOneJsonValueIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void blanksAroundTheValueAreNotKept() {
    assertThat(Json.parse(" \t\r\n[ 1 ]\n").text()).isEqualTo("[ 1 ]");
    assertThat(Json.parse(" 17 ")).isEqualTo(Json.parse("17"));
  }

  @Test
  void valuesBeyondAReadersLimitsAreRefused() {
    assertThat(Json.parse(nested(998)).tree().isArray()).isTrue();
    assertThat(Json.parse("[" + "9".repeat(1_000) + "]").tree().get(0).isBigInteger()).isTrue();
    assertThat(Json.parse("{\"" + "n".repeat(50_000) + "\":1}").tree()).hasSize(1);
    for (String text :
        List.of(
            nested(999),
            nested(5_000),
            "9".repeat(1_001),
            "[" + "9".repeat(1_001) + "]",
            "[0." + "9".repeat(1_000) + "]",
            "{\"" + "n".repeat(50_001) + "\":1}")) {
      assertThatThrownBy(() -> Json.parse(text))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("make it smaller");
    }
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  @Test
  void whatAMapperWritesIsHeldToTheSame() {
    Object deep = "";
    for (int level = 0; level < 999; level++) {
      deep = List.of(deep);
    }
    for (Object value :
        List.of(
            new RawValue("{"),
            new RawValue("1 2"),
            new RawValue("\uFEFF1"),
            BigInteger.TEN.pow(1_000),
            deep,
            new Object())) {
      assertThat(catchThrowable(() -> Json.of(value)))
          .as("%s", value)
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  record Placed(String order, Instant at, OffsetDateTime local) {}

  record Newer(String order, Instant at, OffsetDateTime local, int items) {}

  @Test
  void timesAreIso8601AndNewerEventsAreReadAsOlder() {
    Instant at = Instant.parse("2026-11-26T10:15:30.123456789Z");
    OffsetDateTime local = OffsetDateTime.parse("2026-11-26T11:15:30+01:00");
    Json json = Json.of(new Newer("17", at, local, 3));
    assertThat(json.text())
        .isEqualTo(
            "{\"order\":\"17\",\"at\":\"2026-11-26T10:15:30.123456789Z\","
                + "\"local\":\"2026-11-26T11:15:30+01:00\",\"items\":3}");
    assertThat(json.as(Placed.class)).isEqualTo(new Placed("17", at, local));
  }

  record Item(String itemName) {}

  @Test
  void aMapperOfTheCallersWritesAndReads() {
    JsonMapper mapper =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    Json json = Json.of(new Item("pen"), mapper);
    assertThat(json.text()).isEqualTo("{\"item_name\":\"pen\"}");
    assertThat(json.as(Item.class, mapper)).isEqualTo(new Item("pen"));
    assertThatThrownBy(() -> Json.parse("{\"other\":1}").as(Item.class, mapper))
        .hasCauseInstanceOf(UnrecognizedPropertyException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // As callers without null checks do.
  void nullIsRefusedByName() {
    for (ThrowingRunnable call :
        List.<ThrowingRunnable>of(
            () -> Json.parse((String) null),
            () -> Json.parse((byte[]) null),
            () -> Json.ofString(null),
            () -> Json.ofBinary(null))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(InvalidRequestException.class)
          .hasMessage("the data is null");
    }
    assertThat(Json.of(null).text()).isEqualTo("null");
  }

  private interface ThrowingRunnable {
    void run();
  }
}
