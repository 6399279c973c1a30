package dev.slicebench.store.internal;

import dev.slicebench.store.Direction;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.StateItem;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A mode whose streams have a head document that says their version: all but one. */
public abstract class HeadedProtocol implements SliceProtocol {

  /** Returns the protocol of a mode other than {@code CREATE_ONLY}. */
  public static HeadedProtocol of(SliceMode mode, StoreProfile profile) {
    return switch (mode) {
      case OFF -> new OffProtocol();
      case TRANSACTIONAL -> new TransactionalProtocol();
      case TWO_PHASED -> new TwoPhasedProtocol(profile.etagsRepeat());
      case OFF_AND_SHARED_ALL -> new OffAndSharedAllProtocol();
      case CREATE_ONLY -> throw new IllegalArgumentException("CREATE_ONLY has no head");
    };
  }

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
    return documents.get(Keys.head(documents.stream())).map(item -> version(documents, item));
  }

  /**
   * Returns the version in a head. While the stream is on its way to another mode, it can be read.
   */
  private static long version(StreamDocuments documents, StateItem head) {
    return Moved.of(head)
        .filter(Moved::isReadableBehindHead)
        .map(Moved::version)
        .orElseGet(() -> Documents.readHead(documents.stream(), head).version());
  }

  @Override
  public List<String> readFirst(String stream) {
    return List.of(Keys.head(stream));
  }

  @Override
  public final List<String> readFirst(String stream, ExpectedVersion expected) {
    return readFirst(stream);
  }

  /**
   * Returns the events of {@code range}.
   *
   * @param range not empty, and not beyond {@code head}
   * @param head the stream's version when the load began
   */
  public abstract Flux<RecordedEvent> read(
      StreamDocuments documents, Range range, Direction direction, long head);
}
