package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How Go's libraries read and write what the components hand to them, error texts included. */
final class GoText {

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  private GoText() {}

  /** {@code strconv.Atoi}. */
  static long parseInt(String text) throws ComponentException {
    if (!INTEGER.matcher(text).matches()) {
      throw ComponentException.invalid(
          "strconv.Atoi: parsing " + GoJson.quote(text) + ": invalid syntax");
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > 63) {
      throw ComponentException.invalid(
          "strconv.Atoi: parsing " + GoJson.quote(text) + ": value out of range");
    }
    return value.longValue();
  }

  /** {@code strconv.ParseUint(text, 10, 32)}. */
  static void checkUint32(String text) throws ComponentException {
    if (!DIGITS.matcher(text).matches()) {
      throw ComponentException.invalid(
          "strconv.ParseUint: parsing " + GoJson.quote(text) + ": invalid syntax");
    }
    if (new BigInteger(text).bitLength() > 32) {
      throw ComponentException.invalid(
          "strconv.ParseUint: parsing " + GoJson.quote(text) + ": value out of range");
    }
  }

  /** {@code uuid.Parse}, in the form that an etag has. */
  static void checkUuid(String text) throws ComponentException {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes != 36) {
      throw ComponentException.mismatch("invalid UUID length: " + bytes);
    }
    if (!UUID.matcher(text).matches()) {
      throw ComponentException.mismatch("invalid UUID format");
    }
  }

  /** {@code fmt.Sprintf("%v", value)} of a value that was parsed from JSON. */
  static String verb(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "<nil>";
    }
    return value.isNumber() ? shortest(value.doubleValue()) : value.asText();
  }

  /** {@code %v} of a float64: the shortest digits, with an exponent below -4 and from 21 on. */
  private static String shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (decimal.signum() == 0) {
      return "0";
    }
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 21) {
      return decimal.toPlainString();
    }
    return GoJson.exponential(decimal, exponent);
  }
}
