package dev.slicebench.store;

import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An {@link EventStore} over one Dapr state store, in one slice mode. */
public final class DaprEventStore implements EventStore {

  private DaprEventStore() {}

  /** Over the state store {@code storeName} of the sidecar that {@code client} talks to. */
  public static Builder builder(DaprClient client, String storeName, SliceMode mode) {
    throw new UnsupportedOperationException();
  }

  /** Over a state store reached in another way than by the SDK. */
  public static Builder builder(StateStore state, StoreProfile profile, SliceMode mode) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Mono<AppendResult> append(
      String stream, ExpectedVersion expected, List<EventData> events) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Flux<RecordedEvent> load(String stream, LoadOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Mono<Long> head(String stream) {
    throw new UnsupportedOperationException();
  }

  /** Builds a {@link DaprEventStore}. */
  public static final class Builder {

    private Builder() {}

    /** Replaces the metadata that fits the mode and the store. */
    public Builder metadata(MetadataProvider provider) {
      return this;
    }

    /** Replaces what the sidecar says of the store. */
    public Builder profile(StoreProfile profile) {
      return this;
    }

    /** Allows a mode that loses events on this store. */
    public Builder allowUnsafe() {
      return this;
    }

    /** The event store. */
    public DaprEventStore build() {
      throw new UnsupportedOperationException();
    }
  }
}
