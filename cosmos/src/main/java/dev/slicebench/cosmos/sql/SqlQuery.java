package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.sql.Expression.AggregateCall;
import dev.slicebench.cosmos.sql.Select.From;
import dev.slicebench.cosmos.sql.Select.Join;
import dev.slicebench.cosmos.sql.Select.Projection;
import dev.slicebench.cosmos.sql.Select.Sourced;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A query in Cosmos DB's SQL: projection, {@code JOIN … IN}, {@code WHERE}, {@code GROUP BY},
 * {@code ORDER BY}, {@code OFFSET LIMIT}, {@code TOP}, {@code DISTINCT}, aggregates. No subqueries
 * and no user-defined functions. One object answers one request.
 */
public final class SqlQuery {

  /** The service's words where {@link #isServedByGateway} does not hold. */
  public static final String NEEDS_MERGING =
      "The provided cross partition query can not be directly served by the gateway."
          + " This is a first chance (internal) exception that all newer clients will"
          + " know how to handle gracefully.";

  /** So that arrays joined with arrays end. */
  private static final int MOST_JOINED = 2_000_000;

  private final Select select;
  private int joined;

  private SqlQuery(Select select) {
    this.select = select;
  }

  /**
   * Reads a query.
   *
   * @param parameters values by name, {@code @} included
   * @throws SqlException if it is wrong, or uses what this class does not know
   */
  public static SqlQuery parse(String text, Map<String, JsonNode> parameters) {
    return new SqlQuery(Parser.parse(text, parameters));
  }

  /** A row that the filter holds for, before it is projected. */
  public static final class Hit {
    private final Row row;
    private final int number;
    private final List<JsonNode> keys;

    private Hit(Row row, int number, List<JsonNode> keys) {
      this.row = row;
      this.number = number;
      this.keys = keys;
    }

    /** Returns its number among those of its document. */
    public int number() {
      return number;
    }

    /** Returns the values that {@code ORDER BY} names. */
    public List<JsonNode> keys() {
      return keys;
    }
  }

  /** Returns all ids of documents that can be in the answer, where the filter names them. */
  public Optional<Set<String>> ids() {
    return select.where() == null ? Optional.empty() : Ids.of(select.where().expression());
  }

  /** Returns the value that the filter demands of a property; empty where it demands none. */
  public Optional<JsonNode> demanded(List<String> path) {
    return select.where() == null
        ? Optional.empty()
        : Demanded.of(select.where().expression(), path);
  }

  /** Returns whether it is over documents, which {@code SELECT 1} is not. */
  public boolean isOverDocuments() {
    return select.from() != null;
  }

  /** Returns whether its rows are whole documents. */
  public boolean isOfDocuments() {
    return select.projection() instanceof Projection.Star star && star.source().number() == 0;
  }

  /** Returns whether the answer is made of all rows at once, not of one after the other. */
  public boolean isWhole() {
    return select.isWhole();
  }

  /** Returns whether it has {@code ORDER BY}. */
  public boolean isOrdered() {
    return !select.orderBy().isEmpty();
  }

  /** Returns how many rows are left out at the beginning. */
  public int offset() {
    return select.offset();
  }

  /** Returns how many rows there are at most. */
  public int limit() {
    int limit = select.limit() < 0 ? Integer.MAX_VALUE : select.limit();
    return select.top() < 0 ? limit : Math.min(limit, select.top());
  }

  /**
   * Returns whether rows of several partitions can be given one partition after the other; for
   * anything else an SDK has to merge them.
   */
  public boolean isServedByGateway() {
    return !isWhole() && !isOrdered() && select.top() < 0 && select.limit() < 0;
  }

  /** Returns the rows of a document that the filter holds for. */
  public List<Hit> hits(JsonNode document) {
    return hits(rows(Row.of(document)));
  }

  /** Returns whether the filter holds for a document, or for one of its rows. */
  public boolean matches(JsonNode document) {
    return !hits(document).isEmpty();
  }

  /** Returns the properties that filter and order look at, each as an index has it. */
  public Set<String> indexPaths() {
    Set<String> paths = new TreeSet<>();
    if (select.where() != null) {
      collect(select.where().expression(), paths);
    }
    select.orderBy().forEach(key -> collect(key.expression(), paths));
    return paths;
  }

  private static void collect(Expression part, Set<String> paths) {
    String path = "";
    Expression of = part;
    while (of instanceof Expression.Property property
        && property.key() instanceof Expression.Literal name) {
      path = "/" + (name.value().isTextual() ? name.value().textValue() : "[]") + path;
      of = property.base();
    }
    if (of instanceof Expression.Source && !path.isEmpty()) {
      paths.add(path + "/?");
    } else {
      part.parts().forEach(inner -> collect(inner, paths));
    }
  }

  private List<Hit> hits(List<Row> rows) {
    List<Hit> hits = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (select.where() == null || Values.isTrue(select.where().expression().evaluate(row))) {
        hits.add(
            new Hit(
                row,
                i,
                select.orderBy().stream().map(key -> key.expression().evaluate(row)).toList()));
      }
    }
    return hits;
  }

  private List<Row> rows(Row row) {
    List<Row> rows = List.of(row);
    From from = select.from();
    for (Join join : from == null ? List.<Join>of() : from.joins()) {
      List<Row> more = new ArrayList<>();
      for (Row one : rows) {
        JsonNode array = join.array().expression().evaluate(one);
        if (array.isArray()) {
          joined += array.size();
          if (joined > MOST_JOINED) {
            throw SqlException.refused("JOIN makes more than " + MOST_JOINED + " rows");
          }
          array.forEach(item -> more.add(one.joined(item)));
        }
      }
      rows = more;
    }
    return rows;
  }

  /** Returns what a row is in the answer; empty where that is undefined. */
  public Optional<JsonNode> projected(Hit hit) {
    return Optional.of(project(hit.row)).filter(value -> !Values.isUndefined(value));
  }

  /** Returns the order of rows by their {@link Hit#keys}. */
  public Comparator<List<JsonNode>> order() {
    return (one, other) -> {
      for (int i = 0; i < one.size(); i++) {
        int order = Values.ORDER.compare(one.get(i), other.get(i));
        if (order != 0) {
          return select.orderBy().get(i).descending() ? -order : order;
        }
      }
      return 0;
    };
  }

  /**
   * Returns the whole answer for {@code documents}, in order; where {@code ORDER BY} leaves it
   * open, in the order of the documents.
   */
  public List<JsonNode> execute(Iterable<? extends JsonNode> documents) {
    List<Hit> hits = new ArrayList<>();
    if (isOverDocuments()) {
      documents.forEach(document -> hits.addAll(hits(document)));
    } else {
      hits.addAll(hits(List.of(Row.EMPTY)));
    }
    if (isOrdered()) {
      hits.sort(Comparator.comparing(Hit::keys, order()));
    }
    Stream<Row> rows = hits.stream().map(hit -> hit.row);
    Stream<JsonNode> projected =
        (select.aggregates().isEmpty() && select.groupBy().isEmpty() ? rows : grouped(rows))
            .map(this::project)
            .filter(row -> !Values.isUndefined(row));
    if (select.distinct()) {
      Set<Object> seen = new HashSet<>();
      projected = projected.filter(row -> seen.add(Values.identity(row)));
    }
    return projected.skip(offset()).limit(limit()).toList();
  }

  /**
   * Returns the answer to an SDK that asks how to run the query over several partitions.
   *
   * @param features what the SDK can merge, as it says itself; empty if it does not say
   * @throws SqlException if the query needs a feature that the SDK does not have
   */
  public ObjectNode plan(String features) {
    return QueryPlan.of(select, features);
  }

  /** Returns a row for each group, with every aggregate's value; without groups one for all. */
  private Stream<Row> grouped(Stream<Row> rows) {
    Map<List<Object>, List<Row>> groups = new LinkedHashMap<>();
    if (select.groupBy().isEmpty()) {
      groups.put(List.of(), new ArrayList<>());
    }
    rows.forEach(
        row ->
            groups
                .computeIfAbsent(
                    select.groupBy().stream()
                        .map(key -> Values.identity(key.expression().evaluate(row)))
                        .toList(),
                    any -> new ArrayList<>())
                .add(row));
    return groups.values().stream()
        .map(
            group -> {
              Row first = group.isEmpty() ? Row.EMPTY : group.get(0);
              return first.aggregated(
                  select.aggregates().stream().map(call -> value(call, group)).toList());
            });
  }

  private static JsonNode value(AggregateCall call, List<Row> group) {
    return call.aggregate()
        .of(
            group.stream()
                .map(call.operand()::evaluate)
                .filter(operand -> !Values.isUndefined(operand))
                .toList());
  }

  private JsonNode project(Row row) {
    if (select.projection() instanceof Projection.Star star) {
      return star.source().evaluate(row);
    }
    if (select.projection() instanceof Projection.Value value) {
      return value.expression().expression().evaluate(row);
    }
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, Sourced> column :
        ((Projection.Columns) select.projection()).columns().entrySet()) {
      JsonNode value = column.getValue().expression().evaluate(row);
      if (!Values.isUndefined(value)) {
        columns.set(column.getKey(), value);
      }
    }
    return columns;
  }
}
