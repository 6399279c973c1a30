package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Head;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.internal.documents.StreamDocuments.Written;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * An append by one transaction, of events and head, in which the head's etag decides. So the head
 * is read first; only where no stream is expected is the head's absence condition enough.
 */
abstract class HeadGuardedAppend extends Append {

  HeadGuardedAppend(
      SliceProtocol protocol,
      StreamDocuments documents,
      ExpectedVersion expected,
      List<EventData> events) {
    super(protocol, documents, expected, events);
  }

  /** Returns the writes of the events behind the version {@code base}, for each document one. */
  abstract List<Upsert> writes(long base);

  /** Returns whether the events are stored behind the version {@code base}. */
  abstract Mono<Boolean> isCommitted(long base);

  /**
   * Returns what became of a transaction that was not told as done.
   *
   * @param before the head that it was to replace
   * @param now the head since
   */
  abstract Mono<AppendResult> findOut(Head before, Head now);

  final Mono<AppendResult> run() {
    return expectsNoStream() ? commit(Head.absent(stream)) : documents.head().flatMap(this::decide);
  }

  final Mono<AppendResult> decide(Head head) {
    return ifMetBy(head.version(), () -> commit(head));
  }

  final Mono<AppendResult> commit(Head head) {
    long base = head.version();
    List<StateOperation> operations = new ArrayList<>(writes(base));
    operations.add(
        new Upsert(
            Keys.head(stream),
            Documents.head(base + events.size()),
            Condition.unchanged(head.item())));
    return documents
        .transact(operations)
        .flatMap(
            written ->
                written == Written.ACKNOWLEDGED
                    ? Mono.just(written(base))
                    : attempts.afterWrite(base, findOut(head)));
  }

  /**
   * The head first: while it is what it was, the transaction may yet land; once it moved, the
   * events are there or never will be.
   */
  final Mono<AppendResult> findOut(Head before) {
    return documents
        .headPatiently()
        .flatMap(now -> findOut(before, now))
        .onErrorResume(
            ModeMismatchException.class, moved -> foundOr(before, () -> attempts.refused(moved)));
  }

  /** Returns the events as found behind {@code before}, or else what {@code otherwise} does. */
  final Mono<AppendResult> foundOr(Head before, Supplier<Mono<AppendResult>> otherwise) {
    long base = before.version();
    return isCommitted(base)
        .flatMap(committed -> committed ? Mono.just(found(base)) : otherwise.get());
  }
}
