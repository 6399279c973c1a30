package dev.slicebench.store.internal;

import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Reads that go on beside others of one operation. */
final class EarlyReads {

  private EarlyReads() {}

  /**
   * Begins a read now, and returns its answer, which is there for whoever asks for it later.
   *
   * @param context of the operation, which the read takes place in
   */
  static <T> Mono<T> begun(Mono<T> read, ContextView context) {
    Mono<T> answer = read.contextWrite(context).cache();
    // A failure is told to who asks.
    answer.subscribe(ignored -> {}, ignored -> {});
    return answer;
  }
}
