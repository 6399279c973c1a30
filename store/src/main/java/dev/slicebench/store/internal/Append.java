package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.internal.documents.Events;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.internal.documents.Versions;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** One append under way: what it is to do, and what every mode decides alike about it. */
public abstract class Append {

  final StreamDocuments documents;
  final String stream;
  final List<EventData> events;
  final Attempts attempts;

  private final SliceProtocol protocol;
  private final ExpectedVersion expected;

  Append(
      SliceProtocol protocol,
      StreamDocuments documents,
      ExpectedVersion expected,
      List<EventData> events) {
    this.protocol = protocol;
    this.documents = documents;
    this.stream = documents.stream();
    this.expected = expected;
    this.events = events;
    this.attempts = new Attempts(documents);
  }

  /** Returns the version that the expectation names by itself, before anything is read. */
  final OptionalLong named() {
    if (expected instanceof ExpectedVersion.Exact exact) {
      return OptionalLong.of(exact.version());
    }
    return expected instanceof ExpectedVersion.NoStream ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /** Returns whether the expectation names version 0, a stream without events. */
  final boolean expectsNoStream() {
    return named().equals(OptionalLong.of(0));
  }

  /**
   * Returns a version at which this append may be tried without a read: 0 where it expects no
   * stream, else one that was seen as head and is as expected.
   */
  final OptionalLong baseWithoutRead(KnownHeads known) {
    if (expectsNoStream()) {
      return OptionalLong.of(0);
    }
    long seen = known.of(stream);
    return seen > 0 && expected.isMetBy(seen) && hasRoomBehind(seen)
        ? OptionalLong.of(seen)
        : OptionalLong.empty();
  }

  /**
   * Commits where the stream at {@code head} meets the expectation; else answers with a repeat
   * where the same events lie at their versions already, and with a conflict where they do not.
   */
  final Mono<AppendResult> ifMetBy(long head, Supplier<Mono<AppendResult>> commit) {
    if (expected.isMetBy(head)) {
      return ifRoomBehind(head, commit);
    }
    long base = named().orElse(head);
    if (base > head - events.size()) {
      return conflict(head);
    }
    return protocol
        .load(documents, LoadOptions.from(base + 1).withMaxCount(events.size()))
        .collectList()
        .flatMap(stored -> Events.same(events, stored) ? Mono.just(found(base)) : conflict(head));
  }

  /** Commits where versions are left for all events behind {@code base}, the stream's own. */
  final Mono<AppendResult> ifRoomBehind(long base, Supplier<Mono<AppendResult>> commit) {
    return hasRoomBehind(base)
        ? commit.get()
        : Mono.error(
            new LimitExceededException(
                "events behind version " + base,
                Versions.LAST - base,
                events.size(),
                "no version is beyond " + Versions.LAST + "; begin another stream"));
  }

  private boolean hasRoomBehind(long base) {
    return base <= Versions.LAST - events.size();
  }

  /** The events were written now, behind version {@code base}. */
  final AppendResult written(long base) {
    return result(base, false);
  }

  /** The events were found behind version {@code base}. */
  final AppendResult found(long base) {
    return result(base, true);
  }

  final Mono<AppendResult> conflict(long head) {
    return Mono.error(new VersionConflictException(stream, expected, head));
  }

  private AppendResult result(long base, boolean repeat) {
    return new AppendResult(base + events.size(), base == 0, repeat);
  }
}
