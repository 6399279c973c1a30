package dev.slicebench.bench.ledger;

import dev.slicebench.bench.jmh.MeasuredStream;
import dev.slicebench.conformance.reference.ReferenceEventStore;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.LedgerOperation;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The operations of the ledger on one new stream. */
final class StreamOperations {

  /** As long as a name with a prefix and a number is. */
  private static final String STREAM = "order-00000017";

  /**
   * How many versions the appends of one mean come to, or more. {@code CREATE_ONLY} writes its hint
   * when it lags so far behind: each mean then has one such write in it, wherever it begins.
   */
  private static final int VERSIONS_A_MEAN = 64;

  private final StreamKind kind;
  private final StateStore state;
  private final StoreProfile profile;
  private final MeasuredStream stream;

  /** On the state store {@code state}, which must not have the stream. */
  StreamOperations(StreamKind kind, StateStore state, StoreProfile profile) {
    this.kind = kind;
    this.state = state;
    this.profile = profile;
    this.stream = new MeasuredStream(STREAM, kind.shape());
  }

  /** Takes operations of one sort, each to be carried out once, one after another. */
  @FunctionalInterface
  interface Sink {
    void run(LedgerOperation operation, List<Mono<?>> each);
  }

  /** Builds the stream, then hands on the operations: first the loads, then the appends. */
  void each(Consumer<Mono<?>> building, Sink sink) {
    stream.write(ours(), building);
    loads(Benchmark.LOAD_WHOLE, sink);
    loads(Benchmark.LOAD_TAIL, sink);
    sink.run(kind.operation(Benchmark.APPEND, Contact.COLD), appends(this::store));
    EventStore one = store();
    building.accept(stream.append(one));
    sink.run(kind.operation(Benchmark.APPEND, Contact.WARM), appends(() -> one));
  }

  private void loads(Benchmark benchmark, Sink sink) {
    Mono<?> load = stream.operation(benchmark, store(), kind.protocol());
    sink.run(kind.operation(benchmark, Contact.COLD), List.of(load));
    sink.run(kind.operation(benchmark, Contact.WARM), List.of(load));
  }

  private List<Mono<?>> appends(Supplier<EventStore> writer) {
    int count = (VERSIONS_A_MEAN + kind.eventsPerAppend() - 1) / kind.eventsPerAppend();
    List<Mono<?>> appends = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      appends.add(stream.append(writer.get()));
    }
    return appends;
  }

  /** Returns a store of the protocol, which has seen no stream yet. */
  private EventStore store() {
    return kind.protocol() == Protocol.SLICEBENCH
        ? ours()
        : new ReferenceEventStore(
            state, kind.mode(), MetadataProvider.standard(kind.mode(), profile));
  }

  private EventStore ours() {
    return DaprEventStore.builder(state, profile, kind.mode()).allowUnsafe().build();
  }
}
