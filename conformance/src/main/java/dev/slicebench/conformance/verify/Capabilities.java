package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.Need;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * What a state store was seen to be capable of, whatever it calls itself.
 *
 * @param lacks why it is not capable of a need; needs that it is capable of are not named
 */
record Capabilities(Map<Need, String> lacks) {

  /**
   * Tries them.
   *
   * @param name begins every key that is written, and names the partition
   * @throws VerificationException if the store cannot even write and read a document, or gives no
   *     etags
   */
  static Capabilities observe(StateStore state, String name, Map<String, String> metadata) {
    requireEtags(state, name, metadata);
    Map<Need, String> lacks = new EnumMap<>(Need.class);
    String event = "{\"StreamName\":\"" + name + "\",\"Version\":1}";
    Upsert upsert =
        new Upsert(name + "|1", event.getBytes(StandardCharsets.UTF_8), Condition.absent());
    try {
      state.transact(List.of(upsert), metadata).block();
    } catch (StateStoreException e) {
      requireInReach(e);
      if (e.kind() == Kind.INVALID) {
        lacks.put(Need.TRANSACTIONS, Need.TRANSACTIONS.lack() + ": " + e.getMessage());
        lacks.put(Need.QUERY, Need.TRANSACTIONS.lack());
        return new Capabilities(lacks);
      }
    }
    try {
      int found =
          Objects.requireNonNull(
                  state
                      .query("{\"filter\":{\"EQ\":{\"StreamName\":\"" + name + "\"}}}", metadata)
                      .block())
              .size();
      if (found == 0) {
        lacks.put(Need.QUERY, "its Query API finds nothing that a transaction wrote");
      }
    } catch (StateStoreException e) {
      requireInReach(e);
      lacks.put(Need.QUERY, "no query: " + e.getMessage());
    }
    return new Capabilities(lacks);
  }

  /** These, without one more. */
  Capabilities without(Need need, String reason) {
    Map<Need, String> more = new EnumMap<>(Need.class);
    more.putAll(lacks);
    more.put(need, reason);
    return new Capabilities(more);
  }

  private static void requireEtags(StateStore state, String name, Map<String, String> metadata) {
    byte[] value = "{\"value\":\"first\"}".getBytes(StandardCharsets.UTF_8);
    StateItem item;
    try {
      item =
          Objects.requireNonNull(
              state
                  .save(new Upsert(name, value, Condition.none()), metadata)
                  .then(Mono.defer(() -> state.get(name, metadata)))
                  .block());
    } catch (StateStoreException e) {
      requireInReach(e);
      throw new VerificationException(
          "the store cannot be verified, since a plain write and read of a document fail: "
              + e.getMessage(),
          e);
    }
    if (!item.exists()) {
      throw new VerificationException(
          "the store cannot be verified: a document that was just written is read without an etag,"
              + " or not at all; every slice mode needs etags, so choose a component that has them",
          null);
    }
  }

  private static void requireInReach(StateStoreException e) {
    if (e.kind() == Kind.UNAVAILABLE) {
      throw new VerificationException("the sidecar does not answer: " + e.getMessage(), e);
    }
  }
}
