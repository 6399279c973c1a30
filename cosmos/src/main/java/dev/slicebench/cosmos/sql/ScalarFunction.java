package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The built-in functions. (Microsoft Learn: "System functions".) */
@SuppressWarnings("ImmutableEnumChecker") // The bodies hold functions without state.
enum ScalarFunction {
  IS_DEFINED(1, 1, all -> Values.of(!Values.isUndefined(all.get(0)))),
  IS_NULL(1, 1, type(JsonNode::isNull)),
  IS_BOOL(1, 1, type(JsonNode::isBoolean)),
  /** Documented nowhere, and what the SDKs write to continue an ordered query. */
  IS_BOOLEAN(1, 1, type(JsonNode::isBoolean)),
  IS_NUMBER(1, 1, type(JsonNode::isNumber)),
  IS_STRING(1, 1, type(JsonNode::isTextual)),
  IS_ARRAY(1, 1, type(JsonNode::isArray)),
  IS_OBJECT(1, 1, type(JsonNode::isObject)),
  IS_PRIMITIVE(1, 1, type(JsonNode::isValueNode)),
  ARRAY_CONTAINS(2, 3, ScalarFunction::arrayContains),
  ARRAY_LENGTH(
      1, 1, all -> all.get(0).isArray() ? Values.of((double) all.get(0).size()) : Values.UNDEFINED),
  STARTSWITH(2, 3, text(String::startsWith)),
  ENDSWITH(2, 3, text(String::endsWith)),
  CONTAINS(2, 3, text(String::contains)),
  STRINGEQUALS(2, 3, text(String::equals)),
  LENGTH(
      1,
      1,
      all ->
          all.get(0).isTextual()
              ? Values.of((double) all.get(0).textValue().length())
              : Values.UNDEFINED),
  LOWER(1, 1, string(text -> text.toLowerCase(Locale.ROOT))),
  UPPER(1, 1, string(text -> text.toUpperCase(Locale.ROOT))),
  TRIM(1, 1, string(String::strip)),
  ABS(1, 1, number(Math::abs)),
  CEILING(1, 1, number(Math::ceil)),
  FLOOR(1, 1, number(Math::floor));

  private final int fewest;
  private final int most;
  private final Body body;

  /** The body of a function, whose arguments may be undefined. */
  private interface Body {
    JsonNode apply(List<JsonNode> arguments);
  }

  private interface TextTest {
    boolean test(String text, String part);
  }

  ScalarFunction(int fewest, int most, Body body) {
    this.fewest = fewest;
    this.most = most;
    this.body = body;
  }

  boolean takes(int arguments) {
    return arguments >= fewest && arguments <= most;
  }

  JsonNode apply(List<JsonNode> arguments) {
    return body.apply(arguments);
  }

  private static Body type(Predicate<JsonNode> test) {
    return all -> Values.of(!Values.isUndefined(all.get(0)) && test.test(all.get(0)));
  }

  private static Body string(UnaryOperator<String> change) {
    return all ->
        all.get(0).isTextual()
            ? TextNode.valueOf(change.apply(all.get(0).textValue()))
            : Values.UNDEFINED;
  }

  private static Body number(DoubleUnaryOperator change) {
    return all ->
        all.get(0).isNumber()
            ? Values.of(change.applyAsDouble(all.get(0).doubleValue()))
            : Values.UNDEFINED;
  }

  /** The third argument says whether case is to be ignored. */
  private static Body text(TextTest test) {
    return all -> {
      if (!all.get(0).isTextual() || !all.get(1).isTextual()) {
        return Values.UNDEFINED;
      }
      String text = all.get(0).textValue();
      String part = all.get(1).textValue();
      return Values.of(
          (all.size() == 3 && Values.isTrue(all.get(2)))
              ? test.test(text.toLowerCase(Locale.ROOT), part.toLowerCase(Locale.ROOT))
              : test.test(text, part));
    };
  }

  /** The third argument says whether an object may have more properties than the one looked for. */
  private static JsonNode arrayContains(List<JsonNode> all) {
    JsonNode array = all.get(0);
    JsonNode wanted = all.get(1);
    if (!array.isArray() || Values.isUndefined(wanted)) {
      return Values.UNDEFINED;
    }
    boolean partial = all.size() == 3 && Values.isTrue(all.get(2)) && wanted.isObject();
    for (JsonNode item : array) {
      boolean found =
          partial ? (item.isObject() && Values.contains(item, wanted)) : Values.same(item, wanted);
      if (found) {
        return Values.of(true);
      }
    }
    return Values.of(false);
  }
}
