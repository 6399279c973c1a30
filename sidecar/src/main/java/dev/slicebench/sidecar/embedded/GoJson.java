package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** JSON as daprd parses it (every number a float64) and as its components write it again. */
final class GoJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final Comparator<String> BY_BYTES =
      (left, right) -> Arrays.compareUnsigned(utf8(left), utf8(right));

  /** How a library writes. */
  private record Style(
      Comparator<String> keys,
      boolean escapeHtml,
      boolean sixDigits,
      boolean plainNumbers,
      String comma,
      String colon) {}

  private static final Style STANDARD = new Style(BY_BYTES, true, false, false, ",", ":");

  /** Its keys come in no order at all, so any will do. */
  private static final Style FASTEST = new Style(BY_BYTES, false, true, false, ",", ":");

  private static final Style JSONB =
      new Style(
          Comparator.<String>comparingInt(key -> utf8(key).length).thenComparing(BY_BYTES),
          false,
          false,
          true,
          ", ",
          ": ");

  private GoJson() {}

  static JsonNode parse(ByteString json) throws IOException {
    JsonNode node = MAPPER.readTree(json.newInput());
    if (node.isMissingNode()) {
      throw new JsonProcessingException("unexpected end of JSON input") {};
    }
    return node;
  }

  /** As Go's {@code encoding/json}. */
  static String write(JsonNode json) {
    return write(json, STANDARD);
  }

  /** As {@code json-iterator}'s fastest configuration, which keeps six digits of a fraction. */
  static String writeFastest(JsonNode json) {
    return write(json, FASTEST);
  }

  /**
   * As PostgreSQL gives back a column of type jsonb that Go's {@code encoding/json} has written.
   */
  static String writeJsonb(JsonNode json) {
    return write(json, JSONB);
  }

  private static String write(JsonNode json, Style style) {
    StringBuilder text = new StringBuilder();
    write(json, style, text);
    return text.toString();
  }

  private static void write(JsonNode json, Style style, StringBuilder text) {
    if (json.isObject()) {
      List<String> keys = new ArrayList<>();
      json.fieldNames().forEachRemaining(keys::add);
      keys.sort(style.keys());
      text.append('{');
      String separator = "";
      for (String key : keys) {
        text.append(separator);
        quote(key, style.escapeHtml(), text);
        text.append(style.colon());
        write(json.get(key), style, text);
        separator = style.comma();
      }
      text.append('}');
    } else if (json.isArray()) {
      text.append('[');
      String separator = "";
      for (JsonNode element : json) {
        text.append(separator);
        write(element, style, text);
        separator = style.comma();
      }
      text.append(']');
    } else if (json.isTextual()) {
      quote(json.textValue(), style.escapeHtml(), text);
    } else if (json.isNumber()) {
      text.append(number(json.doubleValue(), style));
    } else {
      text.append(json.asText());
    }
  }

  private static String number(double value, Style style) {
    BigDecimal decimal = new BigDecimal(Double.toString(value));
    if (style.sixDigits() && Math.abs(value) <= 0x4ffffff) {
      decimal = decimal.setScale(6, RoundingMode.HALF_UP);
    }
    decimal = decimal.stripTrailingZeros();
    if (decimal.signum() == 0) {
      return "0";
    }
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (style.plainNumbers() || (exponent >= -6 && exponent < 21)) {
      return decimal.toPlainString();
    }
    String text = exponential(decimal, exponent);
    return text.replaceFirst("e-0", "e-");
  }

  /** Mantissa and an exponent of at least two digits. */
  static String exponential(BigDecimal decimal, int exponent) {
    String digits = decimal.unscaledValue().abs().toString();
    return (decimal.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** A Go string literal; of what an etag can hold. */
  static String quote(String value) {
    StringBuilder text = new StringBuilder();
    quote(value, false, text);
    return text.toString();
  }

  private static void quote(String value, boolean escapeHtml, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          boolean html =
              escapeHtml && (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029');
          if (c < 0x20 || html) {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
