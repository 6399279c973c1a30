package dev.slicebench.store.migration;

import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.internal.documents.StreamDocuments.Written;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Writes documents one after another, each under the condition that it still is as it was read, and
 * finds out what became of each write. Every call blocks.
 */
record DocumentWriter(StreamDocuments documents) {

  private static final int TRIES = 6;
  private static final Duration PAUSE = Duration.ofMillis(20);

  static <T> T await(Mono<T> mono) {
    return Objects.requireNonNull(mono.block());
  }

  StateItem read(String key) {
    return await(documents.getPatiently(key));
  }

  /**
   * Puts a document in the place of {@code before}.
   *
   * @param isIt whether a document that was read back is the one that was put
   * @return whether it is there; if not, another writer was first
   */
  boolean put(StateItem before, byte[] value, Predicate<StateItem> isIt) {
    return settle(
        before, () -> documents.save(before.key(), value, Condition.unchanged(before)), isIt);
  }

  boolean put(StateItem before, Moved moved) {
    return put(before, moved.document(), item -> Moved.of(item).equals(Optional.of(moved)));
  }

  /** Deletes {@code existing}; returns whether it is gone. */
  boolean remove(StateItem existing) {
    return settle(
        existing,
        () -> documents.delete(existing.key(), Condition.unchanged(existing)),
        item -> !item.exists());
  }

  /**
   * Writes until it is known what became of it.
   *
   * @param before the document that the write is conditional on
   * @param isDone whether that document, read back, shows that the write took effect
   */
  boolean settle(StateItem before, Supplier<Mono<Written>> write, Predicate<StateItem> isDone) {
    for (int tries = 0; tries < TRIES; tries++) {
      if (await(write.get()) == Written.ACKNOWLEDGED) {
        return true;
      }
      StateItem now = read(before.key());
      if (isDone.test(now)) {
        return true;
      }
      if (!Objects.equals(now.etag(), before.etag())) {
        return false;
      }
      await(Mono.delay(PAUSE.multipliedBy(tries + 1L), documents.pauses()));
    }
    throw new StoreUnavailableException(
        "stream '"
            + documents.stream()
            + "': the document '"
            + before.key()
            + "' could not be written; do the same again later",
        null);
  }
}
