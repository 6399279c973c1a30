package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import dev.slicebench.sidecar.embedded.ComponentOperation.Delete;
import dev.slicebench.sidecar.embedded.ComponentOperation.Upsert;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL components: operations one after the other, rolled back at the first that is refused. */
abstract class SqlComponent extends MemoryComponent {

  @Override
  final void transactLocked(List<ComponentOperation> operations) throws ComponentException {
    applyAllOrNothing(operations);
  }

  /**
   * Found first, in an order of the database's and each once; then the missing ones, as often as
   * asked for.
   */
  @Override
  final List<Found> getBulk(List<String> keys) {
    Map<String, Found> found = new LinkedHashMap<>();
    List<Found> missing = new ArrayList<>();
    for (Found one : super.getBulk(keys)) {
      if (one.entry() == null) {
        missing.add(one);
      } else {
        found.put(one.key(), one);
      }
    }
    List<Found> rows = new ArrayList<>(found.values());
    rows.sort(Comparator.comparing(Found::key));
    rows.addAll(missing);
    return rows;
  }

  @Override
  final Entry upserted(Upsert upsert, @Nullable Entry current, boolean inTransaction)
      throws ComponentException {
    if (upsert.hasEtag()) {
      checkEtag(upsert, current);
    }
    checkValue(upsert);
    if (upsert.createOnly() && current != null) {
      throw exists();
    }
    return new Entry(upsert.key(), upsert.data(), newEtag(), false, upsert.binary());
  }

  /** First-write without an etag is not looked at. */
  @Override
  final void checkDelete(Delete delete, @Nullable Entry current, boolean inTransaction)
      throws ComponentException {
    if (delete.hasEtag()) {
      checkEtag(delete, current);
    }
  }

  private void checkEtag(ComponentOperation operation, @Nullable Entry current)
      throws ComponentException {
    checkForm(operation.etag());
    if (current == null || !sameEtag(current.etag(), operation.etag())) {
      throw ComponentException.mismatch("");
    }
  }

  void checkValue(Upsert upsert) throws ComponentException {}

  void checkForm(String etag) throws ComponentException {}

  boolean sameEtag(String current, String sent) {
    return current.equals(sent);
  }

  String newEtag() {
    return Etags.random();
  }

  abstract ComponentException exists();

  /** {@code state.sqlite}. */
  static final class Sqlite extends SqlComponent {
    @Override
    ComponentException exists() {
      return ComponentException.mismatch("");
    }
  }

  /** {@code state.postgresql} v2. */
  static final class PostgresqlV2 extends SqlComponent {
    @Override
    ComponentException exists() {
      return ComponentException.other("no item was updated");
    }

    /** No bytes are to the component's driver no value. */
    @Override
    void checkValue(Upsert upsert) throws ComponentException {
      if (upsert.binary() && upsert.data().isEmpty()) {
        throw ComponentException.other(
            "ERROR: null value in column \"value\" of relation \"state\" violates not-null"
                + " constraint (SQLSTATE 23502)");
      }
    }

    @Override
    void checkForm(String etag) throws ComponentException {
      GoText.checkUuid(etag);
    }

    @Override
    boolean sameEtag(String current, String sent) {
      return current.equalsIgnoreCase(sent);
    }
  }

  /** {@code state.postgresql} v1: the etag is the number of the transaction that wrote the row. */
  static final class PostgresqlV1 extends SqlComponent {

    private static final Comparator<JsonNode> BY_TEXT =
        Comparator.comparing(PostgresqlV1::text, Comparator.nullsLast(Comparator.naturalOrder()));

    private long transaction = 1000;

    @Override
    ComponentException exists() {
      return ComponentException.other("no item was updated");
    }

    @Override
    void beginWrite() {
      transaction++;
    }

    @Override
    String newEtag() {
      return Long.toString(transaction);
    }

    @Override
    void checkForm(String etag) throws ComponentException {
      GoText.checkUint32(etag);
    }

    @Override
    boolean sameEtag(String current, String sent) {
      return Long.parseLong(current) == Long.parseLong(sent);
    }

    /** The column is jsonb, which has a form of its own. */
    @Override
    String encode(JsonNode json) {
      return GoJson.writeJsonb(json);
    }

    @Override
    boolean isQuerier() {
      return true;
    }

    /**
     * Compares texts, as the component's SQL does; bytes are stored as a base64 string, which has
     * no fields.
     */
    @Override
    Page query(Query query) throws ComponentException {
      query.forbidOrderedStrings();
      Query.Matcher matcher = query.matcher(PostgresqlV1::matches);
      List<Row> rows =
          all().stream()
              .filter(entry -> matcher.matches(column(entry)))
              .sorted(query.order(PostgresqlV1::column, BY_TEXT))
              .map(
                  entry ->
                      new Row(
                          entry.key(),
                          entry.binary()
                              ? ByteString.copyFromUtf8(column(entry).toString())
                              : entry.data(),
                          entry.etag()))
              .toList();
      return query.page(rows);
    }

    private static JsonNode column(Entry entry) {
      return entry.binary()
          ? TextNode.valueOf(Base64.getEncoder().encodeToString(entry.data().toByteArray()))
          : entry.json();
    }

    private static @Nullable String text(JsonNode field) {
      if (field.isMissingNode() || field.isNull()) {
        return null;
      }
      return field.isTextual() ? field.textValue() : GoJson.writeJsonb(field);
    }

    private static boolean matches(Query.Comparison comparison, JsonNode actual, JsonNode wanted) {
      String field = text(actual);
      if (field == null) {
        return false;
      }
      int order = field.compareTo(GoText.verb(wanted));
      return switch (comparison) {
        case EQ -> order == 0;
        case NEQ -> order != 0;
        case GT -> order > 0;
        case GTE -> order >= 0;
        case LT -> order < 0;
        case LTE -> order <= 0;
      };
    }
  }
}
