package dev.slicebench.conformance;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An event store that hands on every call as it is. */
public class ForwardingEventStore implements EventStore {

  protected final EventStore target;

  /** Hands on to {@code target}. */
  public ForwardingEventStore(EventStore target) {
    this.target = target;
  }

  @Override
  public Mono<AppendResult> append(
      String stream, ExpectedVersion expected, List<EventData> events) {
    return target.append(stream, expected, events);
  }

  @Override
  public Flux<RecordedEvent> load(String stream, LoadOptions options) {
    return target.load(stream, options);
  }

  @Override
  public Mono<Long> head(String stream) {
    return target.head(stream);
  }
}
