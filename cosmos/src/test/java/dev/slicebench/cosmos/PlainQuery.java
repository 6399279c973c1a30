package dev.slicebench.cosmos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A random query, as SQL and as a plain evaluation over maps: it shares no code with what it tests.
 * A value that is not there is {@link #NONE}; null is JSON's.
 */
final class PlainQuery {

  /** Undefined. */
  static final Object NONE = new Object();

  private static final List<String> PROPERTIES = List.of("n", "m", "s", "b", "x", "a b", "value");
  private static final List<String> TEXTS = List.of("", "a", "ab", "abc", "b", "B", "b%", "ä");
  private static final int PARTITIONS = 3;

  /** A document; {@code number} is the order of its creation. */
  record Document(int number, Map<String, @Nullable Object> properties) {
    String partition() {
      return String.valueOf(properties.get("partitionKey"));
    }
  }

  /** A filter: its SQL, and true, false or undefined for a row. */
  private record Filter(String sql, Function<Map<String, @Nullable Object>, Object> value) {}

  private record Key(String property, boolean descending) {}

  private final String sql;
  private final @Nullable String partition;
  private final Function<List<Document>, List<?>> answer;

  private PlainQuery(
      String sql, @Nullable String partition, Function<List<Document>, List<?>> answer) {
    this.sql = sql;
    this.partition = partition;
    this.answer = answer;
  }

  String sql() {
    return sql;
  }

  /** The only one that it is over; null for all. */
  @Nullable String partition() {
    return partition;
  }

  List<?> rows(List<Document> documents) {
    return answer.apply(
        documents.stream()
            .filter(one -> partition == null || one.partition().equals(partition))
            .toList());
  }

  static Document document(int number, Random random) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("id", "i" + number);
    properties.put("partitionKey", "p" + random.nextInt(PARTITIONS));
    for (String property : PROPERTIES) {
      Object value = value(random);
      if (value != NONE) {
        properties.put(property, value);
      }
    }
    List<Object> tags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add(random.nextBoolean() ? random(TEXTS, random) : random.nextInt(3));
    }
    if (random.nextInt(5) > 0) {
      properties.put("tags", tags);
    }
    return new Document(number, properties);
  }

  private static @Nullable Object value(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> NONE;
      case 1 -> null;
      case 2 -> random.nextBoolean();
      case 3, 4 -> random(TEXTS, random);
      case 5 -> random.nextInt(8) / 2.0 - 1;
      case 6 -> -0.0;
      default -> random.nextInt(5) - 1;
    };
  }

  static PlainQuery random(Random random) {
    @Nullable String partition = random.nextInt(3) == 0 ? "p" + random.nextInt(PARTITIONS) : null;
    boolean joined = random.nextInt(6) == 0;
    Filter filter = filter(random, 3, joined);
    String from =
        " FROM c"
            + (joined ? " JOIN t IN c.tags" : "")
            + (filter.sql.isEmpty() ? "" : " WHERE " + filter.sql);
    Function<List<Document>, List<Map<String, @Nullable Object>>> found =
        documents ->
            documents.stream()
                .flatMap(one -> rowsOf(one, joined).stream())
                .filter(row -> Boolean.TRUE.equals(filter.value.apply(row)))
                .collect(Collectors.toCollection(ArrayList::new));
    return switch (random.nextInt(6)) {
      case 0 -> aggregated(random, partition, from, found);
      case 1 -> grouped(random, partition, from, found);
      case 2 -> distinct(random, partition, from, found, joined);
      default -> listed(random, partition, from, found, joined);
    };
  }

  /** The row's {@code t} stands beside the document's own properties. */
  private static List<Map<String, @Nullable Object>> rowsOf(Document document, boolean joined) {
    if (!joined) {
      return List.of(document.properties);
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    if (document.properties.get("tags") instanceof List<?> tags) {
      for (Object tag : tags) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(document.properties);
        row.put("t", tag);
        rows.add(row);
      }
    }
    return rows;
  }

  private static PlainQuery listed(
      Random random,
      @Nullable String partition,
      String from,
      Function<List<Document>, List<Map<String, @Nullable Object>>> found,
      boolean joined) {
    List<Key> keys = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Key key = new Key(random(PROPERTIES, random), random.nextBoolean());
      if (keys.stream().noneMatch(one -> one.property.equals(key.property))) {
        keys.add(key);
      }
    }
    String order =
        keys.isEmpty()
            ? ""
            : keys.stream()
                .map(key -> path(key.property) + (key.descending ? " DESC" : ""))
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
    boolean cut = random.nextInt(3) == 0;
    int offset = cut ? random.nextInt(12) : 0;
    int limit = cut ? random.nextInt(12) : Integer.MAX_VALUE;
    boolean top = !cut && random.nextInt(4) == 0;
    int first = top ? random.nextInt(12) : Integer.MAX_VALUE;
    String end = cut ? " OFFSET " + offset + " LIMIT " + limit : "";
    String property = joined ? "t" : random(PROPERTIES, random);
    boolean columns = random.nextBoolean();
    String projection = columns ? "c.id, " + path(property) + " AS y" : "VALUE " + path(property);
    return new PlainQuery(
        "SELECT " + (top ? "TOP " + first + " " : "") + projection + from + order + end,
        partition,
        documents -> {
          List<Map<String, @Nullable Object>> rows = found.apply(documents);
          keys.stream()
              .map(PlainQuery::byKey)
              .reduce(Comparator::thenComparing)
              .ifPresent(rows::sort);
          return rows.stream()
              .map(row -> columns ? columns(row, property) : get(row, property))
              .filter(row -> row != NONE)
              .skip(offset)
              .limit(Math.min(limit, first))
              .toList();
        });
  }

  private static Comparator<Map<String, @Nullable Object>> byKey(Key key) {
    Comparator<Map<String, @Nullable Object>> ascending =
        (left, right) -> order(get(left, key.property), get(right, key.property));
    return key.descending ? ascending.reversed() : ascending;
  }

  private static Map<String, @Nullable Object> columns(
      Map<String, @Nullable Object> row, String property) {
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    columns.put("id", row.get("id"));
    if (get(row, property) != NONE) {
      columns.put("y", get(row, property));
    }
    return columns;
  }

  private static PlainQuery distinct(
      Random random,
      @Nullable String partition,
      String from,
      Function<List<Document>, List<Map<String, @Nullable Object>>> found,
      boolean joined) {
    String property = joined ? "t" : random(PROPERTIES, random);
    return new PlainQuery(
        "SELECT DISTINCT VALUE " + path(property) + from,
        partition,
        documents ->
            new ArrayList<>(
                found.apply(documents).stream()
                    .map(row -> same(get(row, property)))
                    .filter(value -> value != NONE)
                    .collect(Collectors.toCollection(LinkedHashSet::new))));
  }

  private static PlainQuery aggregated(
      Random random,
      @Nullable String partition,
      String from,
      Function<List<Document>, List<Map<String, @Nullable Object>>> found) {
    String property = random(PROPERTIES, random);
    String aggregate = random(List.of("COUNT", "SUM", "AVG", "MIN", "MAX"), random);
    return new PlainQuery(
        "SELECT VALUE " + aggregate + "(" + path(property) + ")" + from,
        partition,
        documents -> {
          Object value = aggregate(aggregate, found.apply(documents), property);
          return value == NONE ? List.of() : Collections.singletonList(value);
        });
  }

  private static PlainQuery grouped(
      Random random,
      @Nullable String partition,
      String from,
      Function<List<Document>, List<Map<String, @Nullable Object>>> found) {
    String key = random(PROPERTIES, random);
    String property = random(PROPERTIES, random);
    String aggregate = random(List.of("COUNT", "SUM", "AVG", "MIN", "MAX"), random);
    return new PlainQuery(
        "SELECT %s AS k, %s(%s) AS v".formatted(path(key), aggregate, path(property))
            + from
            + " GROUP BY "
            + path(key),
        partition,
        documents -> {
          Map<Object, List<Map<String, @Nullable Object>>> groups = new LinkedHashMap<>();
          for (Map<String, @Nullable Object> row : found.apply(documents)) {
            Object value = same(get(row, key));
            groups
                .computeIfAbsent(value == null ? "null" + NONE : value, any -> new ArrayList<>())
                .add(row);
          }
          List<Object> rows = new ArrayList<>();
          for (List<Map<String, @Nullable Object>> group : groups.values()) {
            Map<String, @Nullable Object> row = new HashMap<>();
            Object first = get(group.get(0), key);
            if (first != NONE) {
              row.put("k", first);
            }
            Object value = aggregate(aggregate, group, property);
            if (value != NONE) {
              row.put("v", value);
            }
            rows.add(row);
          }
          return rows;
        });
  }

  private static @Nullable Object aggregate(
      String aggregate, List<Map<String, @Nullable Object>> rows, String property) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Map<String, @Nullable Object> row : rows) {
      if (get(row, property) != NONE) {
        values.add(get(row, property));
      }
    }
    boolean numbers = values.stream().allMatch(Number.class::isInstance);
    double sum = 0;
    for (Object value : values) {
      sum += value instanceof Number number ? number.doubleValue() : 0;
    }
    return switch (aggregate) {
      case "COUNT" -> values.size();
      case "SUM" -> numbers ? sum : NONE;
      case "AVG" -> numbers && !values.isEmpty() ? sum / values.size() : NONE;
      case "MIN" -> values.isEmpty() ? NONE : Collections.min(values, PlainQuery::order);
      default -> values.isEmpty() ? NONE : Collections.max(values, PlainQuery::order);
    };
  }

  private static Filter filter(Random random, int depth, boolean joined) {
    if (depth == 3 && random.nextInt(5) == 0) {
      return new Filter("", row -> true);
    }
    if (depth > 0 && random.nextInt(2) == 0) {
      Filter one = filter(random, depth - 1 - random.nextInt(2), joined);
      Filter other = filter(random, depth - 1 - random.nextInt(2), joined);
      if (one.sql.isEmpty() || other.sql.isEmpty()) {
        return one;
      }
      return switch (random.nextInt(3)) {
        case 0 ->
            new Filter(
                "(" + one.sql + " AND " + other.sql + ")",
                row -> and(one.value.apply(row), other.value.apply(row)));
        case 1 ->
            new Filter(
                "(" + one.sql + " OR " + other.sql + ")",
                row -> not(and(not(one.value.apply(row)), not(other.value.apply(row)))));
        default -> new Filter("NOT (" + one.sql + ")", row -> not(one.value.apply(row)));
      };
    }
    return test(joined && random.nextBoolean() ? "t" : random(PROPERTIES, random), random);
  }

  private static Filter test(String property, Random random) {
    String path = path(property);
    Object value = value(random);
    String constant = literal(value);
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        String operator = random(List.of("=", "!=", "<", "<=", ">", ">="), random);
        return new Filter(
            path + " " + operator + " " + constant,
            row -> compared(operator, get(row, property), value));
      }
      case 3 -> {
        Object high = value(random);
        return new Filter(
            path + " BETWEEN " + constant + " AND " + literal(high),
            row ->
                and(
                    compared(">=", get(row, property), value),
                    compared("<=", get(row, property), high)));
      }
      case 4 -> {
        Object other = value(random);
        return new Filter(
            path + " IN (" + constant + ", " + literal(other) + ")",
            row ->
                get(row, property) == NONE
                    ? NONE
                    : Boolean.TRUE.equals(compared("=", get(row, property), value))
                        || Boolean.TRUE.equals(compared("=", get(row, property), other)));
      }
      case 5 -> {
        return new Filter("IS_DEFINED(" + path + ")", row -> get(row, property) != NONE);
      }
      case 6 -> {
        String part = random(List.of("a", "b", "ab", ""), random);
        String function = random(List.of("STARTSWITH", "ENDSWITH", "CONTAINS", "LIKE"), random);
        return new Filter(
            function.equals("LIKE")
                ? path + " LIKE '" + part + "%'"
                : function + "(" + path + ", '" + part + "')",
            row -> text(function, get(row, property), part));
      }
      default -> {
        return new Filter(
            "ARRAY_CONTAINS(c.tags, " + constant + ")",
            row -> {
              if (!(row.get("tags") instanceof List<?> tags) || value == NONE) {
                return NONE;
              }
              return tags.stream().anyMatch(tag -> Boolean.TRUE.equals(compared("=", tag, value)));
            });
      }
    }
  }

  private static Object text(String function, @Nullable Object value, String part) {
    if (!(value instanceof String text)) {
      return NONE;
    }
    return switch (function) {
      case "ENDSWITH" -> text.endsWith(part);
      case "CONTAINS" -> text.contains(part);
      default -> text.startsWith(part);
    };
  }

  private static Object compared(String operator, @Nullable Object one, @Nullable Object other) {
    if (one == NONE || other == NONE || rank(one) != rank(other)) {
      return NONE;
    }
    int order = order(one, other);
    return switch (operator) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static Object and(Object one, Object other) {
    if (one.equals(false) || other.equals(false)) {
      return false;
    }
    return one.equals(true) && other.equals(true) ? true : NONE;
  }

  private static Object not(Object one) {
    return one.equals(true) ? false : one.equals(false) ? true : NONE;
  }

  private static int rank(@Nullable Object value) {
    if (value == NONE) {
      return 0;
    }
    if (value == null) {
      return 1;
    }
    return value instanceof Boolean ? 2 : value instanceof Number ? 3 : 4;
  }

  private static int order(@Nullable Object one, @Nullable Object other) {
    if (rank(one) != rank(other)) {
      return Integer.compare(rank(one), rank(other));
    }
    if (one instanceof Number left && other instanceof Number right) {
      double difference = left.doubleValue() - right.doubleValue();
      return difference < 0 ? -1 : difference > 0 ? 1 : 0;
    }
    if (one instanceof Boolean left && other instanceof Boolean right) {
      return Boolean.compare(left, right);
    }
    return one instanceof String left && other instanceof String right ? left.compareTo(right) : 0;
  }

  /** Numbers that are equal become the same. */
  private static @Nullable Object same(@Nullable Object value) {
    return value instanceof Number number ? (Object) (number.doubleValue() + 0.0) : value;
  }

  private static @Nullable Object get(Map<String, @Nullable Object> row, String property) {
    return row.containsKey(property) ? row.get(property) : NONE;
  }

  private static String path(String property) {
    return property.equals("t")
        ? "t"
        : property.equals("a b") || property.equals("value")
            ? "c['" + property + "']"
            : "c." + property;
  }

  private static String literal(@Nullable Object value) {
    return value == NONE
        ? "undefined"
        : value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }

  private static <T> T random(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
