package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.sidecar.embedded.ComponentOperation.Concurrency;
import dev.slicebench.sidecar.embedded.ComponentOperation.Delete;
import dev.slicebench.sidecar.embedded.ComponentOperation.Upsert;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.redis} on a Redis without RedisJSON, by its Lua scripts: the etag counts a key's
 * writes, create-only holds only where the key carries the mark of an earlier first-write, and a
 * transaction neither leaves that mark nor rolls back.
 */
final class RedisComponent extends MemoryComponent {

  @Override
  void transactLocked(List<ComponentOperation> operations) throws ComponentException {
    for (ComponentOperation operation : operations) {
      if (operation instanceof Upsert upsert) {
        expected(upsert);
      }
    }
    ComponentException first = null;
    for (ComponentOperation operation : operations) {
      try {
        if (operation.jsonContent()) {
          throw ComponentException.other(RedisTexts.noJson(operation));
        }
        apply(operation, true);
      } catch (ComponentException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw ComponentException.other(first.text());
    }
  }

  /** Reads one key after the other: a transaction may fall in between. */
  @Override
  List<Found> getBulk(List<String> keys) {
    List<Found> found = new ArrayList<>(keys.size());
    for (String key : keys) {
      found.add(new Found(key, get(key)));
    }
    return found;
  }

  @Override
  Entry upserted(Upsert upsert, @Nullable Entry current, boolean inTransaction)
      throws ComponentException {
    String expected = expected(upsert);
    boolean marked = current != null && current.firstWriteMark();
    boolean accepted =
        current == null || current.etag().equals(expected) || (!marked && expected.equals("0"));
    if (!accepted) {
      String text = RedisTexts.setRefused(upsert.key());
      if (inTransaction) {
        throw ComponentException.other(text);
      }
      throw upsert.hasEtag()
          ? ComponentException.mismatch(text)
          : ComponentException.other("failed to set key " + upsert.key() + ": " + text);
    }
    long version = current == null ? 1 : Long.parseLong(current.etag()) + 1;
    boolean marks = !inTransaction && upsert.concurrency() == Concurrency.FIRST_WRITE;
    return new Entry(
        upsert.key(), upsert.data(), Long.toString(version), marked || marks, upsert.binary());
  }

  /** Returns the version that the script is given; 0 stands for any. */
  private static String expected(Upsert upsert) throws ComponentException {
    if (!upsert.hasEtag() || upsert.concurrency() == Concurrency.LAST_WRITE) {
      return "0";
    }
    return Long.toString(GoText.parseInt(upsert.etag()));
  }

  @Override
  void checkDelete(Delete delete, @Nullable Entry current, boolean inTransaction)
      throws ComponentException {
    if (current != null
        && delete.hasEtag()
        && !delete.etag().equals("0")
        && !delete.etag().equals(current.etag())) {
      String text = RedisTexts.deleteRefused(delete.key());
      throw inTransaction ? ComponentException.other(text) : ComponentException.mismatch(text);
    }
  }

  @Override
  boolean isQuerier() {
    return true;
  }

  @Override
  Page query(Query query) throws ComponentException {
    throw ComponentException.other("redis-json server support is required for query capability");
  }

  @Override
  String encode(JsonNode json) {
    return GoJson.writeFastest(json);
  }
}
