package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
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

  private static final Comparator<String> BY_LENGTH =
      Comparator.<String>comparingInt(key -> utf8(key).length).thenComparing(BY_BYTES);

  /** The program whose form of JSON is written. */
  private enum Writer {
    /** Go's {@code encoding/json}. */
    STANDARD,
    /** {@code json-iterator}'s fastest configuration; its keys come in no order, so any will do. */
    FASTEST,
    /** PostgreSQL, of a jsonb. */
    JSONB
  }

  private static final String UNEXPECTED_END = "unexpected end of JSON input";

  /** The characters that Go escapes for the sake of HTML and JavaScript. */
  private static final String HTML = "<>&\u2028\u2029";

  private GoJson() {}

  /** Text that is no JSON. */
  static final class InvalidJson extends Exception {
    InvalidJson(String message) {
      super(message, null, false, false);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Parses one JSON value.
   *
   * @throws InvalidJson with Go's words where the text ends too early, else with others
   */
  static JsonNode parse(ByteString json) throws InvalidJson {
    JsonNode node;
    try {
      node = MAPPER.readTree(json.newInput());
    } catch (JsonEOFException e) {
      throw new InvalidJson(UNEXPECTED_END);
    } catch (JsonProcessingException e) {
      throw new InvalidJson(e.getOriginalMessage().lines().findFirst().orElse("invalid"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    if (node.isMissingNode()) {
      throw new InvalidJson(UNEXPECTED_END);
    }
    checkRange(node);
    return node;
  }

  private static void checkRange(JsonNode json) throws InvalidJson {
    if (json.isNumber() && Double.isInfinite(json.doubleValue())) {
      throw new InvalidJson(
          "json: cannot unmarshal number " + json.asText() + " into Go value of type float64");
    }
    for (JsonNode child : json) {
      checkRange(child);
    }
  }

  /** As Go's {@code encoding/json}. */
  static String write(JsonNode json) {
    return write(json, Writer.STANDARD);
  }

  /** As {@code json-iterator}'s fastest configuration, which keeps six digits of a fraction. */
  static String writeFastest(JsonNode json) {
    return write(json, Writer.FASTEST);
  }

  /**
   * As PostgreSQL gives back a column of type jsonb that Go's {@code encoding/json} has written.
   */
  static String writeJsonb(JsonNode json) {
    return write(json, Writer.JSONB);
  }

  private static String write(JsonNode json, Writer writer) {
    StringBuilder text = new StringBuilder();
    write(json, writer, text);
    return text.toString();
  }

  private static void write(JsonNode json, Writer writer, StringBuilder text) {
    if (json.isObject()) {
      List<String> keys = new ArrayList<>();
      json.fieldNames().forEachRemaining(keys::add);
      keys.sort(writer == Writer.JSONB ? BY_LENGTH : BY_BYTES);
      text.append('{');
      String separator = "";
      for (String key : keys) {
        text.append(separator);
        quote(key, writer, text);
        text.append(writer == Writer.JSONB ? ": " : ":");
        write(json.get(key), writer, text);
        separator = writer == Writer.JSONB ? ", " : ",";
      }
      text.append('}');
    } else if (json.isArray()) {
      text.append('[');
      String separator = "";
      for (JsonNode element : json) {
        text.append(separator);
        write(element, writer, text);
        separator = writer == Writer.JSONB ? ", " : ",";
      }
      text.append(']');
    } else if (json.isTextual()) {
      quote(json.textValue(), writer, text);
    } else if (json.isNumber()) {
      text.append(number(json.doubleValue(), writer));
    } else {
      text.append(json.asText());
    }
  }

  private static String number(double value, Writer writer) {
    BigDecimal decimal = new BigDecimal(Double.toString(value));
    if (writer == Writer.FASTEST && Math.abs(value) <= 0x4ffffff) {
      decimal = decimal.setScale(6, RoundingMode.HALF_UP);
    }
    decimal = decimal.stripTrailingZeros();
    if (decimal.signum() == 0) {
      return writer == Writer.STANDARD && Double.compare(value, 0.0) < 0 ? "-0" : "0";
    }
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (writer == Writer.JSONB || (exponent >= -6 && exponent < 21)) {
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

  /** Returns a Go string literal of a text that an etag can hold. */
  static String quote(String value) {
    StringBuilder text = new StringBuilder();
    quote(value, Writer.JSONB, text);
    return text.toString();
  }

  private static void quote(String value, Writer writer, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (writer != Writer.FASTEST && c == '\b') {
            text.append("\\b");
          } else if (writer != Writer.FASTEST && c == '\f') {
            text.append("\\f");
          } else if (c < 0x20 || (writer == Writer.STANDARD && HTML.indexOf(c) >= 0)) {
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
