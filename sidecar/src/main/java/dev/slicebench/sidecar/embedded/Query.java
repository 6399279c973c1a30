package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A query of Dapr's state query API.
 *
 * @param filter absent: everything matches
 * @param limit the most rows of an answer; 0 for all
 * @param token how many rows to skip; empty for none
 */
record Query(@Nullable Filter filter, List<Sorting> sort, int limit, String token) {

  /** A relation between a field and a value. */
  enum Comparison {
    EQ,
    NEQ,
    GT,
    GTE,
    LT,
    LTE
  }

  sealed interface Filter {
    record Compare(Comparison comparison, String key, JsonNode value) implements Filter {}

    record In(String key, List<JsonNode> values) implements Filter {}

    record And(List<Filter> filters) implements Filter {}

    record Or(List<Filter> filters) implements Filter {}
  }

  record Sorting(String key, boolean descending) {}

  /** Decides about one field. */
  interface Relation {
    boolean holds(Comparison comparison, JsonNode actual, JsonNode wanted);
  }

  /** Decides about a document. */
  interface Matcher {
    boolean matches(JsonNode document);
  }

  static Query parse(String text) throws ComponentException {
    JsonNode root;
    try {
      root = GoJson.parse(ByteString.copyFromUtf8(text));
    } catch (GoJson.InvalidJson e) {
      throw unparsable(e.text());
    }
    if (!root.isObject() && !root.isNull()) {
      throw unparsable(
          "json: cannot unmarshal " + goType(root) + " into Go value of type query.QueryFields");
    }
    JsonNode filter = root.path("filter");
    if (!filter.isObject() && !filter.isNull() && !filter.isMissingNode()) {
      throw unparsable(
          "json: cannot unmarshal "
              + goType(filter)
              + " into Go struct field QueryFields.filter of type map[string]interface {}");
    }
    List<Sorting> sort = new ArrayList<>();
    for (JsonNode one : root.path("sort")) {
      sort.add(
          new Sorting(
              one.path("key").asText(), one.path("order").asText().equalsIgnoreCase("DESC")));
    }
    return new Query(
        filter.isEmpty() ? null : parseFilter(filter),
        List.copyOf(sort),
        root.path("page").path("limit").asInt(),
        root.path("page").path("token").asText());
  }

  private static String goType(JsonNode json) {
    return switch (json.getNodeType()) {
      case BOOLEAN -> "bool";
      default -> json.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static ComponentException unparsable(String detail) {
    return ComponentException.other("failed to parse JSON query body: " + detail);
  }

  private static Filter parseFilter(JsonNode unit) throws ComponentException {
    if (!unit.isObject()) {
      throw unparsable("filter unit must be a map");
    }
    if (unit.size() != 1) {
      throw unparsable("filter unit must have a single element");
    }
    Map.Entry<String, JsonNode> only = unit.properties().iterator().next();
    String name = only.getKey();
    JsonNode argument = only.getValue();
    return switch (name) {
      case "EQ", "NEQ", "GT", "GTE", "LT", "LTE" -> {
        Map.Entry<String, JsonNode> pair = pair(name, argument);
        yield new Filter.Compare(Comparison.valueOf(name), pair.getKey(), pair.getValue());
      }
      case "IN" -> {
        Map.Entry<String, JsonNode> pair = pair(name, argument);
        if (!pair.getValue().isArray()) {
          throw unparsable("IN filter value must be an array");
        }
        List<JsonNode> values = new ArrayList<>();
        pair.getValue().forEach(values::add);
        yield new Filter.In(pair.getKey(), values);
      }
      case "AND" -> new Filter.And(parseFilters(name, argument));
      case "OR" -> new Filter.Or(parseFilters(name, argument));
      default -> throw unparsable("unsupported filter " + GoJson.quote(name));
    };
  }

  private static Map.Entry<String, JsonNode> pair(String name, JsonNode argument)
      throws ComponentException {
    if (!argument.isObject()) {
      throw unparsable(name + " filter must be a map");
    }
    if (argument.size() != 1) {
      throw unparsable(name + " filter must contain a single key/value pair");
    }
    return argument.properties().iterator().next();
  }

  private static List<Filter> parseFilters(String name, JsonNode argument)
      throws ComponentException {
    if (!argument.isArray()) {
      throw unparsable(name + " filter must be an array");
    }
    if (argument.size() < 2) {
      throw unparsable(name + " filter must contain at least two entries");
    }
    List<Filter> filters = new ArrayList<>();
    for (JsonNode unit : argument) {
      filters.add(parseFilter(unit));
    }
    return filters;
  }

  /** Returns the field that a key with dots names. */
  static JsonNode field(JsonNode document, String key) {
    JsonNode field = document;
    for (String part : key.split("\\.", -1)) {
      field = field.isObject() ? field.path(part) : MissingNode.getInstance();
    }
    return field;
  }

  Matcher matcher(Relation relation) throws ComponentException {
    return filter == null ? document -> true : matcher(filter, relation);
  }

  private static Matcher matcher(Filter filter, Relation relation) throws ComponentException {
    if (filter instanceof Filter.Compare compare) {
      return document ->
          relation.holds(compare.comparison(), field(document, compare.key()), compare.value());
    }
    if (filter instanceof Filter.In in) {
      if (in.values().isEmpty()) {
        throw ComponentException.other("empty IN operator for key " + GoJson.quote(in.key()));
      }
      return document -> {
        JsonNode field = field(document, in.key());
        return in.values().stream().anyMatch(value -> relation.holds(Comparison.EQ, field, value));
      };
    }
    boolean all = filter instanceof Filter.And;
    List<Matcher> matchers = new ArrayList<>();
    for (Filter part : all ? ((Filter.And) filter).filters() : ((Filter.Or) filter).filters()) {
      matchers.add(matcher(part, relation));
    }
    return all
        ? document -> matchers.stream().allMatch(matcher -> matcher.matches(document))
        : document -> matchers.stream().anyMatch(matcher -> matcher.matches(document));
  }

  /** The SQL components order numbers only. */
  void forbidOrderedStrings() throws ComponentException {
    if (filter != null) {
      forbidOrderedStrings(filter);
    }
  }

  private static void forbidOrderedStrings(Filter filter) throws ComponentException {
    if (filter instanceof Filter.Compare compare
        && compare.comparison() != Comparison.EQ
        && compare.comparison() != Comparison.NEQ
        && compare.value().isTextual()) {
      throw ComponentException.other(
          "unsupported type of value "
              + compare.value().textValue()
              + "; string type not permitted");
    }
    if (filter instanceof Filter.And and) {
      for (Filter part : and.filters()) {
        forbidOrderedStrings(part);
      }
    }
    if (filter instanceof Filter.Or or) {
      for (Filter part : or.filters()) {
        forbidOrderedStrings(part);
      }
    }
  }

  /** Returns the order that was asked for, then by key. */
  Comparator<Entry> order(Function<Entry, JsonNode> document, Comparator<JsonNode> ascending) {
    Comparator<Entry> order = Comparator.comparing(Entry::key);
    for (int i = sort.size() - 1; i >= 0; i--) {
      Sorting sorting = sort.get(i);
      Comparator<Entry> byField =
          Comparator.comparing(
              entry -> field(document.apply(entry), sorting.key()),
              sorting.descending() ? ascending.reversed() : ascending);
      order = byField.thenComparing(order);
    }
    return order;
  }

  /**
   * Returns the page that was asked for; with a limit it has a token, also where nothing follows.
   */
  StateComponent.Page page(List<StateComponent.Row> rows) throws ComponentException {
    int skip = 0;
    if (!token.isEmpty()) {
      try {
        skip = Integer.parseInt(token);
      } catch (NumberFormatException e) {
        throw ComponentException.other(
            "strconv.ParseInt: parsing " + GoJson.quote(token) + ": invalid syntax");
      }
    }
    int from = Math.min(Math.max(skip, 0), rows.size());
    int to = limit > 0 ? Math.min(from + limit, rows.size()) : rows.size();
    List<StateComponent.Row> page = rows.subList(from, to);
    return new StateComponent.Page(page, limit > 0 ? String.valueOf(skip + page.size()) : "");
  }
}
