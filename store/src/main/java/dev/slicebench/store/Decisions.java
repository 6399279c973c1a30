package dev.slicebench.store;

import java.util.List;
import reactor.core.publisher.Mono;

/** What every mode decides alike about an append. */
final class Decisions {

  private Decisions() {}

  /**
   * The version that {@code expected} names by itself, before anything is read; -1 where it names
   * none.
   */
  static long named(ExpectedVersion expected) {
    if (expected instanceof ExpectedVersion.Exact exact) {
      return exact.version();
    }
    return expected instanceof ExpectedVersion.NoStream ? 0 : -1;
  }

  static AppendResult written(long base, int events) {
    return new AppendResult(base + events, base == 0, false);
  }

  static AppendResult found(long base, int events) {
    return new AppendResult(base + events, base == 0, true);
  }

  /**
   * Answers an append whose expectation the stream at {@code head} does not meet: as a repeat where
   * the same events lie at their versions already, else as a conflict.
   */
  static Mono<AppendResult> refuse(
      SliceProtocol protocol,
      StreamDocuments documents,
      ExpectedVersion expected,
      List<EventData> events,
      long head) {
    VersionConflictException conflict =
        new VersionConflictException(documents.stream(), expected, head);
    long base = named(expected);
    if (base < 0 || head < base + events.size()) {
      return Mono.error(conflict);
    }
    LoadOptions place = LoadOptions.from(base + 1).withMaxCount(events.size());
    return protocol
        .load(documents, place)
        .collectList()
        .flatMap(
            stored ->
                Events.same(events, stored)
                    ? Mono.just(found(base, events.size()))
                    : Mono.error(conflict));
  }
}
