package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.BrokenRuleException.require;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Documents of one partition, whose keys begin with one name, and the steps of a check. */
final class DocumentScript {

  private final StateStore state;
  private final String key;
  private final Map<String, String> metadata;

  private DocumentScript(StateStore state, String key, Map<String, String> metadata) {
    this.state = state;
    this.key = key;
    this.metadata = metadata;
  }

  /** Of a new partition. */
  static DocumentScript of(Trial trial) {
    String name = trial.newName();
    return new DocumentScript(trial.subject().state(), name, trial.subject().metadata(name));
  }

  /** The same partition, by another client where that can be had. */
  DocumentScript by(StateStore other) {
    return new DocumentScript(other, key, metadata);
  }

  /** Another document of the same partition. */
  DocumentScript beside(String ending) {
    return new DocumentScript(state, key + ending, metadata);
  }

  String key() {
    return key;
  }

  /** The document as it is. */
  StateItem get() {
    return Objects.requireNonNull(state.get(key, metadata).block());
  }

  /** The document's text; empty where it does not exist. */
  String value() {
    return text(get());
  }

  Map<String, StateItem> bulkGet(List<String> keys) {
    return Objects.requireNonNull(state.bulkGet(keys, metadata).block());
  }

  List<StateItem> query(String query) {
    return Objects.requireNonNull(state.query(query, metadata).block());
  }

  Upsert upsert(String value, Condition condition) {
    return new Upsert(key, bytes(value), condition);
  }

  Mono<Void> save(String value, Condition condition) {
    return state.save(upsert(value, condition), metadata);
  }

  Mono<Void> save(byte[] value, Condition condition) {
    return state.save(new Upsert(key, value, condition), metadata);
  }

  Mono<Void> delete(Condition condition) {
    return state.delete(new Delete(key, condition), metadata);
  }

  Mono<Void> transact(StateOperation... operations) {
    return transact(List.of(operations));
  }

  Mono<Void> transact(List<? extends StateOperation> operations) {
    return state.transact(operations, metadata);
  }

  /** Creates the document by a create-only write. */
  StateItem create(String value) {
    must(save(value, Condition.absent()));
    StateItem created = get();
    require(
        text(created).equals(value),
        "key %s was created with '%s', and %s",
        key,
        value,
        state(created));
    return created;
  }

  /** Leaves {@code first} under the key, and returns the etag of what was there before. */
  Condition stale() {
    Condition stale = Condition.unchanged(create("zeroth"));
    must(save("first", stale));
    require(value().equals("first"), "key %s was written by its etag, and %s", key, state(get()));
    return stale;
  }

  /** A write that has to succeed. */
  void must(Mono<Void> write) {
    try {
      write.block();
    } catch (StateStoreException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e;
      }
      throw new BrokenRuleException(
          "a write to key " + key + " that nothing stands against was refused: " + e.getMessage());
    }
  }

  /** A write that has to be refused, and leave {@code first} under the key. */
  void mustNot(Mono<Void> write, String what) {
    boolean accepted = accepted(write);
    String value = value();
    require(
        value.equals("first"),
        "%s was %s, and key %s, which held 'first', now %s",
        what,
        accepted ? "accepted" : "refused",
        key,
        value.isEmpty() ? "does not exist" : "holds '" + value + "'");
    require(!accepted, "%s to key %s was told as a success, and did nothing", what, key);
  }

  static boolean accepted(Mono<Void> write) {
    try {
      write.block();
      return true;
    } catch (StateStoreException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e;
      }
      return false;
    }
  }

  /** A JSON document with this text, or of this JSON object. */
  static byte[] bytes(String text) {
    return text.startsWith("{")
        ? text.getBytes(StandardCharsets.UTF_8)
        : ("{\"value\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /** The text of a JSON document that {@link #bytes} made; empty where there is none. */
  static String text(StateItem item) {
    String json = new String(item.value(), StandardCharsets.UTF_8);
    return json.isEmpty() ? "" : json.replaceAll("\\{\"value\": ?\"(.*)\"}", "$1");
  }

  static String state(StateItem item) {
    return item.exists() ? "holds '" + text(item) + "'" : "does not exist";
  }

  /** Documents of this partition, one a number from 1. */
  List<DocumentScript> numbered(int count) {
    List<DocumentScript> documents = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      documents.add(beside("|" + i));
    }
    return documents;
  }
}
