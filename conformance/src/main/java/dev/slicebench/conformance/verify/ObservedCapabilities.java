package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.Foundations;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;

/**
 * What a state store was seen to be capable of, whatever it calls itself.
 *
 * @param lacks why it is not capable of a need; needs that it is capable of are not named
 */
record ObservedCapabilities(Map<Capability, String> lacks) {

  private static final int QUERIES_AGAIN = 8;
  private static final Duration QUERY_PAUSE = Duration.ofMillis(100);

  /** A store may fail at times; what fails so often in a row does not work. */
  private static final int TRIES = 6;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

  /**
   * Tries them.
   *
   * @param name begins every key that is written, and names the partition
   * @throws VerificationException if the store cannot even write and read a document, or gives no
   *     etags
   */
  static ObservedCapabilities observe(StateStore state, String name, Map<String, String> metadata) {
    requireEtags(state, name, metadata);
    Map<Capability, String> lacks = new EnumMap<>(Capability.class);
    String event = "{\"StreamName\":\"" + name + "\",\"Version\":1}";
    Upsert upsert =
        new Upsert(name + "|1", event.getBytes(StandardCharsets.UTF_8), Condition.absent());
    Optional<StateStoreException> refusal =
        refusal(state.transact(List.of(upsert), metadata), () -> exists(state, upsert, metadata));
    if (refusal.isPresent()) {
      // Perhaps only the condition was refused: then its rules tell more.
      Upsert plain = new Upsert(name + "|2", upsert.value(), Condition.none());
      refusal = refusal(state.transact(List.of(plain), metadata), () -> false);
    }
    if (refusal.isPresent()) {
      lacks.put(
          Capability.TRANSACTIONS,
          Capability.TRANSACTIONS.lack() + ": " + refusal.get().getMessage());
      lacks.put(Capability.QUERY, Capability.TRANSACTIONS.lack());
      return new ObservedCapabilities(lacks);
    }
    try {
      if (answer(found(state, name, metadata)).isEmpty()) {
        lacks.put(Capability.QUERY, "its Query API finds nothing that a transaction wrote");
      }
    } catch (StateStoreException e) {
      requireInReach(e);
      lacks.put(Capability.QUERY, "no query: " + e.getMessage());
    }
    return new ObservedCapabilities(lacks);
  }

  /** An index that is behind its documents finds them a little later: its rules tell of that. */
  private static Mono<List<StateItem>> found(
      StateStore state, String name, Map<String, String> metadata) {
    String query = "{\"filter\":{\"EQ\":{\"StreamName\":\"" + name + "\"}}}";
    return Mono.defer(() -> state.query(query, metadata))
        .filter(items -> !items.isEmpty())
        .repeatWhenEmpty(times -> times.take(QUERIES_AGAIN).delayElements(QUERY_PAUSE))
        .defaultIfEmpty(List.of());
  }

  /** Returns the same, but for one thing. */
  ObservedCapabilities without(Capability need, String why) {
    Map<Capability, String> more = new EnumMap<>(Capability.class);
    more.putAll(lacks);
    more.put(need, why);
    return new ObservedCapabilities(more);
  }

  /** Returns why {@code mode} cannot work; empty where it can. */
  Optional<String> lack(SliceMode mode) {
    return Foundations.needs(mode).stream()
        .filter(lacks::containsKey)
        .map(need -> lacks.getOrDefault(need, need.lack()))
        .findFirst();
  }

  /** Returns how a write was refused each of several times; empty where it was carried out. */
  private static Optional<StateStoreException> refusal(Mono<Void> write, BooleanSupplier isDone) {
    for (int tries = 1; ; tries++) {
      try {
        write.block();
        return Optional.empty();
      } catch (StateStoreException e) {
        if (e.kind() != Kind.INVALID && isDone.getAsBoolean()) {
          return Optional.empty();
        }
        if (e.kind() == Kind.INVALID || tries == TRIES) {
          requireInReach(e);
          return Optional.of(e);
        }
        pause(tries);
      }
    }
  }

  private static boolean exists(StateStore state, Upsert upsert, Map<String, String> metadata) {
    return answer(state.get(upsert.key(), metadata)).exists();
  }

  /** Returns the answer; a store that does not answer, or fails, is asked again. */
  private static <T> T answer(Mono<T> call) {
    for (int tries = 1; ; tries++) {
      try {
        return Objects.requireNonNull(call.block());
      } catch (StateStoreException e) {
        if (e.kind() == Kind.INVALID || tries == TRIES) {
          throw e;
        }
        pause(tries);
      }
    }
  }

  private static void pause(int tries) {
    LockSupport.parkNanos(FIRST_PAUSE.toNanos() << tries);
  }

  private static void requireEtags(StateStore state, String name, Map<String, String> metadata) {
    byte[] value = "{\"value\":\"first\"}".getBytes(StandardCharsets.UTF_8);
    StateItem item;
    try {
      item =
          answer(
              state
                  .save(new Upsert(name, value, Condition.none()), metadata)
                  .then(Mono.defer(() -> state.get(name, metadata))));
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
