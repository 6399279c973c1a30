package dev.slicebench.conformance.rules.check;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

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
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** Documents of one partition, whose keys begin with one name, and the steps of a check. */
public final class DocumentScript {

  /** Of a call that fails: after so many its failure is told. */
  private static final int TRIES = 3;

  /** Outages do not come so often in a row. */
  private static final int TRIES_OF_A_REFUSAL = 8;

  private static final int PAUSE_MS = 20;

  private final RuleContext context;
  private final StateStore state;
  private final String key;
  private final Map<String, String> metadata;

  private DocumentScript(
      RuleContext context, StateStore state, String key, Map<String, String> metadata) {
    this.context = context;
    this.state = state;
    this.key = key;
    this.metadata = metadata;
  }

  /** Of a new partition. */
  public static DocumentScript of(RuleContext context) {
    return of(context, context.newName());
  }

  /** Of the partition of this name. */
  public static DocumentScript of(RuleContext context, String name) {
    return new DocumentScript(
        context, context.subject().state(), name, context.subject().metadata(name));
  }

  /** Returns the same partition, by another client where that can be had. */
  public DocumentScript by(StateStore other) {
    return new DocumentScript(context, other, key, metadata);
  }

  /** Another document of the same partition. */
  public DocumentScript beside(String ending) {
    return new DocumentScript(context, state, key + ending, metadata);
  }

  public String key() {
    return key;
  }

  /** Returns the document as it is. */
  public StateItem get() {
    return answer(state.get(key, metadata));
  }

  /** Returns the document as a bulk read gives it beside a key that has none. */
  public StateItem inBulk() {
    return bulkGet(List.of(key, key + "-none")).getOrDefault(key, StateItem.absent(key));
  }

  /** Returns the document's text; empty where it does not exist. */
  public String value() {
    return text(get());
  }

  public Map<String, StateItem> bulkGet(List<String> keys) {
    return answer(state.bulkGet(keys, metadata));
  }

  public List<StateItem> query(String query) {
    return answer(state.query(query, metadata));
  }

  public Upsert upsert(String value, Condition condition) {
    return new Upsert(key, bytes(value), condition);
  }

  public Write save(String value, Condition condition) {
    return save(bytes(value), condition);
  }

  public Write save(byte[] value, Condition condition) {
    Upsert upsert = new Upsert(key, value, condition);
    return new Write(state.save(upsert, metadata), List.of(upsert));
  }

  public Write delete(Condition condition) {
    Delete delete = new Delete(key, condition);
    return new Write(state.delete(delete, metadata), List.of(delete));
  }

  public Write transact(StateOperation... operations) {
    return transact(List.of(operations));
  }

  public Write transact(List<? extends StateOperation> operations) {
    return new Write(state.transact(operations, metadata), operations);
  }

  /** How a write was answered. */
  public enum Told {
    ACCEPTED,
    REFUSED,
    /** It may have been carried out, or yet be. */
    NOTHING
  }

  /** A write to this partition that is yet to be asked for. */
  public final class Write {

    private final Mono<Void> call;
    private final List<? extends StateOperation> operations;

    private Write(Mono<Void> call, List<? extends StateOperation> operations) {
      this.call = call;
      this.operations = operations;
    }

    /** Asks for it once. */
    public Told told() {
      try {
        call.block();
        return Told.ACCEPTED;
      } catch (StateStoreException e) {
        return e.kind() == Kind.UNAVAILABLE ? Told.NOTHING : Told.REFUSED;
      }
    }

    /** Asks for it once; fails as the call does. */
    public void once() {
      call.block();
    }

    /** Returns whether the documents are as if it had been carried out. */
    private boolean isSeen() {
      for (StateOperation operation : operations) {
        StateItem item = answer(state.get(operation.key(), metadata));
        boolean seen =
            operation instanceof Upsert upsert
                ? item.exists() && JsonValues.same(item.value(), upsert.value())
                : !item.exists();
        if (!seen) {
          return false;
        }
      }
      return true;
    }
  }

  /** Creates the document by a create-only write. */
  public StateItem create(String value) {
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
  public Condition stale() {
    Condition stale = Condition.unchanged(create("zeroth"));
    must(save("first", stale));
    require(value().equals("first"), "key %s was written by its etag, and %s", key, state(get()));
    return stale;
  }

  /**
   * A write that has to succeed. One that fails is looked for and asked for again, since a store
   * may fail at times.
   */
  public void must(Write write) {
    for (int tries = 1; ; tries++) {
      try {
        write.once();
        return;
      } catch (StateStoreException e) {
        boolean mayPass = e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.FAILED;
        if (mayPass && tries < TRIES) {
          context.disturbed("a write to key " + key + " failed: " + e.getMessage());
          pause(tries);
          if (write.isSeen()) {
            return;
          }
        } else if (e.kind() == Kind.UNAVAILABLE) {
          throw e;
        } else {
          throw new RefusedException(
              "a write to key "
                  + key
                  + " that nothing stands against was refused: "
                  + e.getMessage());
        }
      }
    }
  }

  /** A write that has to be refused, and leave {@code first} under the key. */
  public void mustNot(Write write, String what) {
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

  /**
   * A write that has to be told as refused. Whether it keeps the document is another question; one
   * that is told as an outage each time, while the document can be read, is told wrongly.
   */
  public void toldAsRefused(Write write, String what) {
    String told = "";
    for (int tries = 1; tries <= TRIES_OF_A_REFUSAL; tries++) {
      try {
        write.once();
        throw new BrokenRuleException(
            what + " to key " + key + " should be refused and was accepted");
      } catch (StateStoreException e) {
        if (e.kind() == Kind.FAILED) {
          return;
        }
        told = e.kind() + ": " + e.getMessage();
        get();
      }
    }
    throw BrokenRuleException.inAnyCase(
        "%s to key %s was refused %d times, each time as %s"
            .formatted(what, key, TRIES_OF_A_REFUSAL, told));
  }

  /** Returns whether a write is accepted; one that is not answered is asked for again. */
  public static boolean accepted(Write write) {
    return Boolean.TRUE.equals(
        answer(
            write
                .call
                .thenReturn(true)
                .onErrorResume(
                    StateStoreException.class,
                    e -> e.kind() == Kind.UNAVAILABLE ? Mono.error(e) : Mono.just(false))));
  }

  /** Returns the answer; where there is none but a failure, it is asked for again. */
  private static <T> T answer(Mono<T> call) {
    for (int tries = 1; ; tries++) {
      try {
        return Objects.requireNonNull(call.block());
      } catch (StateStoreException e) {
        boolean mayPass = e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.FAILED;
        if (!mayPass || tries == TRIES) {
          throw e;
        }
        pause(tries);
      }
    }
  }

  private static void pause(int tries) {
    try {
      TimeUnit.MILLISECONDS.sleep((long) PAUSE_MS * tries);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Returns a JSON document with this text, or of this JSON object. */
  public static byte[] bytes(String text) {
    return text.startsWith("{")
        ? text.getBytes(StandardCharsets.UTF_8)
        : ("{\"value\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the text of a JSON document that {@link #bytes} made; empty where there is none. */
  public static String text(StateItem item) {
    String json = new String(item.value(), StandardCharsets.UTF_8);
    return json.isEmpty() ? "" : json.replaceAll("\\{\"value\": ?\"(.*)\"}", "$1");
  }

  public static String state(StateItem item) {
    return item.exists() ? "holds '" + text(item) + "'" : "does not exist";
  }

  /** Documents of this partition, one a number from 1. */
  public List<DocumentScript> numbered(int count) {
    List<DocumentScript> documents = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      documents.add(beside("|" + i));
    }
    return documents;
  }
}
