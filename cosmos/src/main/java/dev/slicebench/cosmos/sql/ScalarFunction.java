package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The built-in functions. (Microsoft Learn: "System functions".) */
@SuppressWarnings("ImmutableEnumChecker") // The bodies hold functions without state.
enum ScalarFunction {
  IS_DEFINED(1, 1, all -> Values.of(!Values.isUndefined(all.get(0)))),
  IS_NULL(1, 1, type(JsonNode::isNull)),
  IS_BOOL(1, 1, type(JsonNode::isBoolean)),
  /** Documented nowhere, and what the SDKs write to continue an ordered query. */
  IS_BOOLEAN(1, 1, type(JsonNode::isBoolean)),
  IS_NUMBER(1, 1, type(JsonNode::isNumber)),
  IS_FINITE_NUMBER(1, 1, type(JsonNode::isNumber)),
  IS_INTEGER(
      1,
      1,
      type(value -> value.isNumber() && Math.rint(value.doubleValue()) == value.doubleValue())),
  IS_STRING(1, 1, type(JsonNode::isTextual)),
  IS_ARRAY(1, 1, type(JsonNode::isArray)),
  IS_OBJECT(1, 1, type(JsonNode::isObject)),
  IS_PRIMITIVE(1, 1, type(JsonNode::isValueNode)),
  ARRAY_CONCAT(2, Integer.MAX_VALUE, ArrayFunctions::concat),
  ARRAY_CONTAINS(2, 3, ArrayFunctions::contains),
  ARRAY_CONTAINS_ANY(2, Integer.MAX_VALUE, ArrayFunctions::containsAny),
  ARRAY_CONTAINS_ALL(2, Integer.MAX_VALUE, ArrayFunctions::containsAll),
  ARRAY_LENGTH(1, 1, ArrayFunctions::length),
  ARRAY_SLICE(2, 3, ArrayFunctions::slice),
  SETINTERSECT(2, 2, ArrayFunctions::intersect),
  SETUNION(2, 2, ArrayFunctions::union),
  CONCAT(2, Integer.MAX_VALUE, TextFunctions::concat),
  STARTSWITH(2, 3, TextFunctions.test(String::startsWith)),
  ENDSWITH(2, 3, TextFunctions.test(String::endsWith)),
  CONTAINS(2, 3, TextFunctions.test(String::contains)),
  STRINGEQUALS(2, 3, TextFunctions.test(String::equals)),
  INDEX_OF(2, 3, TextFunctions::indexOf),
  LEFT(2, 2, TextFunctions::left),
  RIGHT(2, 2, TextFunctions::right),
  SUBSTRING(3, 3, TextFunctions::substring),
  LENGTH(1, 1, TextFunctions::length),
  LOWER(1, 1, TextFunctions.change(text -> text.toLowerCase(Locale.ROOT))),
  UPPER(1, 1, TextFunctions.change(text -> text.toUpperCase(Locale.ROOT))),
  TRIM(1, 1, TextFunctions.change(String::strip)),
  LTRIM(1, 1, TextFunctions.change(String::stripLeading)),
  RTRIM(1, 1, TextFunctions.change(String::stripTrailing)),
  REPLACE(3, 3, TextFunctions::replace),
  REPLICATE(2, 2, TextFunctions::replicate),
  REVERSE(1, 1, TextFunctions.change(text -> new StringBuilder(text).reverse().toString())),
  TOSTRING(1, 1, TextFunctions::written),
  STRINGTONUMBER(1, 1, TextFunctions.read(JsonNode::isNumber)),
  STRINGTOBOOLEAN(1, 1, TextFunctions.read(JsonNode::isBoolean)),
  STRINGTONULL(1, 1, TextFunctions.read(JsonNode::isNull)),
  STRINGTOARRAY(1, 1, TextFunctions.read(JsonNode::isArray)),
  STRINGTOOBJECT(1, 1, TextFunctions.read(JsonNode::isObject)),
  ABS(1, 1, number(Math::abs)),
  CEILING(1, 1, number(Math::ceil)),
  FLOOR(1, 1, number(Math::floor)),
  TRUNC(1, 1, number(value -> value < 0 ? Math.ceil(value) : Math.floor(value))),
  ROUND(1, 1, number(value -> Math.signum(value) * Math.floor(Math.abs(value) + 0.5))),
  SIGN(1, 1, number(Math::signum)),
  SQRT(1, 1, number(Math::sqrt)),
  SQUARE(1, 1, number(value -> value * value)),
  EXP(1, 1, number(Math::exp)),
  LOG10(1, 1, number(Math::log10)),
  POWER(
      2,
      2,
      all ->
          all.get(0).isNumber() && all.get(1).isNumber()
              ? Values.of(Math.pow(all.get(0).doubleValue(), all.get(1).doubleValue()))
              : Values.UNDEFINED),
  IIF(3, 3, all -> Values.isTrue(all.get(0)) ? all.get(1) : all.get(2));

  /** What the service has beside these. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          ("ACOS ASIN ATAN ATN2 COS COT DEGREES LOG PI RADIANS RAND SIN TAN NUMBERBIN INTADD"
                  + " INTBITAND INTBITLEFTSHIFT INTBITNOT INTBITOR INTBITRIGHTSHIFT INTBITXOR"
                  + " INTDIV INTMOD INTMUL INTSUB CHOOSE OBJECTTOARRAY DOCUMENTID REGEXMATCH"
                  + " STRINGJOIN STRINGSPLIT DATETIMEADD DATETIMEBIN DATETIMEDIFF"
                  + " DATETIMEFROMPARTS DATETIMEPART DATETIMETOTICKS DATETIMETOTIMESTAMP"
                  + " TICKSTODATETIME TIMESTAMPTODATETIME GETCURRENTDATETIME"
                  + " GETCURRENTDATETIMESTATIC GETCURRENTTICKS GETCURRENTTICKSSTATIC"
                  + " GETCURRENTTIMESTAMP GETCURRENTTIMESTAMPSTATIC ST_AREA ST_DISTANCE"
                  + " ST_INTERSECTS ST_ISVALID ST_ISVALIDDETAILED ST_WITHIN VECTORDISTANCE"
                  + " FULLTEXTCONTAINS FULLTEXTCONTAINSALL FULLTEXTCONTAINSANY FULLTEXTSCORE RRF"
                  + " COUNTIF DCOUNT MAKELIST MAKESET")
              .split(" "));

  private final int fewest;
  private final int most;
  private final Body body;

  /** The body of a function, whose arguments may be undefined. */
  interface Body {
    JsonNode apply(List<JsonNode> arguments);
  }

  ScalarFunction(int fewest, int most, Body body) {
    this.fewest = fewest;
    this.most = most;
    this.body = body;
  }

  /**
   * Returns the function of a name, in any case.
   *
   * @throws SqlException if there is none
   */
  static ScalarFunction of(Token name) {
    String wanted = name.text().toUpperCase(Locale.ROOT);
    return Stream.of(values())
        .filter(known -> known.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                LEFT_OUT.contains(wanted)
                    ? SqlException.unknown("the function '" + name.text() + "'", name.start())
                    : SqlException.wrong(
                        "'" + name.text() + "' is not a recognized built-in function name",
                        name.start()));
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

  private static Body number(DoubleUnaryOperator change) {
    return all ->
        all.get(0).isNumber()
            ? Values.of(change.applyAsDouble(all.get(0).doubleValue()))
            : Values.UNDEFINED;
  }
}
