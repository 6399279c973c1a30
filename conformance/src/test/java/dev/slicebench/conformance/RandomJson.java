package dev.slicebench.conformance;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Any JSON text, the odd kinds often. */
final class RandomJson {

  private static final List<String> ODD_NUMBERS =
      List.of(
          "-0",
          "-0.0",
          "0e0",
          "9007199254740993",
          "-9223372036854775809",
          "18446744073709551616",
          "1e-400",
          "-4.9e-324",
          "1.7976931348623157e308",
          "1.7976931348623158e308",
          "1.7976931348623159e308",
          "1E400",
          "-1e309",
          "1e999999999",
          "0e999999999",
          "1e-999999999",
          "2.50",
          "1E+2",
          "0.1e-7",
          "9".repeat(308),
          "9".repeat(900),
          "0." + "3".repeat(900));

  private static final List<String> ODD_TEXT =
      List.of(
          "\\ud800",
          "\\udc00\\ud800",
          "\\ud83d\\ude00",
          "\ud83d\ude00",
          "\\u0000",
          "\\u0001",
          "\u007f",
          "\u0085",
          "\u2028",
          "\\u2029",
          "\ufeff",
          "\ufffe",
          "\uffff",
          "e\u0301",
          "<b>&'+`</b>",
          "\\\"",
          "\\\\",
          "\\/",
          "\\b\\f\\n\\r\\t",
          "\\u00FC",
          "||",
          "$type",
          "${x}");

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  /** A value. */
  String next() {
    return switch (random.nextInt(12)) {
      case 0 -> nested(1 + random.nextInt(140));
      case 1 -> random.nextInt(4) == 0 ? nested(500 + random.nextInt(499)) : number();
      case 2 -> "\"" + "x".repeat(random.nextInt(20_000)) + "\"";
      default -> value(4);
    };
  }

  private String value(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0 -> "null";
      case 1 -> String.valueOf(random.nextBoolean());
      case 2 -> number();
      case 3, 4 -> text();
      case 5 -> list("[", () -> value(depth - 1), "]");
      default -> list("{", () -> name() + blank() + ":" + blank() + value(depth - 1), "}");
    };
  }

  private String list(String open, Supplier<String> member, String close) {
    StringBuilder list = new StringBuilder(open).append(blank());
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      list.append(i == 0 ? "" : "," + blank()).append(member.get()).append(blank());
    }
    return list.append(close).toString();
  }

  /** Few names, so that some come twice in an object. */
  private String name() {
    return switch (random.nextInt(8)) {
      case 0 -> "\"\"";
      case 1 -> "\"Version\"";
      case 2 -> "\"" + pick(ODD_TEXT.subList(2, ODD_TEXT.size())) + "\"";
      case 3 -> "\"\\u0061\"";
      default -> "\"" + (char) ('a' + random.nextInt(26)) + random.nextInt(4) + "\"";
    };
  }

  private String number() {
    return switch (random.nextInt(4)) {
      case 0 -> pick(ODD_NUMBERS);
      case 1 -> String.valueOf(random.nextInt());
      case 2 -> String.valueOf(random.nextLong());
      default ->
          random.nextInt(4) == 0
              ? String.valueOf(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)))
              : String.valueOf(BigDecimal.valueOf(random.nextInt(), random.nextInt(9)));
    };
  }

  /** Whole text mostly: half of a surrogate pair in every other would leave little to keep. */
  private String text() {
    StringBuilder text = new StringBuilder("\"");
    int parts = random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      text.append(
          random.nextInt(30) == 0 ? pick(ODD_TEXT) : pick(ODD_TEXT.subList(2, ODD_TEXT.size())));
      text.append((char) ('#' + random.nextInt(50)));
    }
    return text.append("\"").toString();
  }

  private String nested(int levels) {
    boolean arrays = random.nextBoolean();
    return (arrays ? "[" : "{\"a\":").repeat(levels)
        + number()
        + (arrays ? "]" : "}").repeat(levels);
  }

  private String blank() {
    return random.nextInt(6) == 0 ? pick(List.of(" ", "\n", "\t", "\r\n  ")) : "";
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
