package dev.slicebench.store;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A mode whose streams have a head document that says their version: all but one. */
abstract class HeadedProtocol implements SliceProtocol {

  @Override
  public final Flux<RecordedEvent> load(StreamDocuments documents, LoadOptions options) {
    return head(documents)
        .flatMapMany(
            head -> {
              Range range = Range.of(options, head);
              return range.isEmpty()
                  ? Flux.empty()
                  : read(documents, range, options.direction(), head);
            });
  }

  @Override
  public Mono<Long> head(StreamDocuments documents) {
    return documents.head().map(Head::version);
  }

  /**
   * The events of {@code range}.
   *
   * @param range not empty, and not beyond {@code head}
   * @param head the stream's version when the load began
   */
  abstract Flux<RecordedEvent> read(
      StreamDocuments documents, Range range, Direction direction, long head);
}
