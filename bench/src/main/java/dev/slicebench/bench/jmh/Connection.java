package dev.slicebench.bench.jmh;

import dev.slicebench.conformance.reference.ReferenceEventStore;
import dev.slicebench.conformance.written.Eraser;
import dev.slicebench.conformance.written.WriteLog;
import dev.slicebench.conformance.written.WriteLogFile;
import dev.slicebench.conformance.written.Writes;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.Folders;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import io.dapr.v1.DaprGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A fork's connection to the sidecar under measurement. Where no parent says which that is (JMH run
 * by hand), it attaches to the one that the environment names, or else starts an embedded one, and
 * deletes at the end what was written.
 */
final class Connection implements AutoCloseable {

  private final Target target;
  private final @Nullable Standalone standalone;
  private final SidecarClient client;
  private final WriteLog written = new WriteLog();
  private final WriteLogFile log;
  private final StateStore state;
  private final StoreProfile profile;
  private final AtomicInteger streams = new AtomicInteger();

  private Connection(Target target, @Nullable Standalone standalone) {
    this.target = target;
    this.standalone = standalone;
    this.client = new SidecarClient(target.grpcEndpoint());
    this.log = WriteLogFile.open(target.keyLogs(), written);
    this.state =
        written
            .through(new DaprStateStore(client.dapr(), target.component().name()))
            .intercepted(CallCounters::count);
    SidecarInfo.Component component = target.component();
    this.profile = StoreProfile.of(component.type(), component.version(), component.capabilities());
  }

  /** To the target of a run that goes on in this JVM. */
  static Connection to(Target target) {
    return new Connection(target, null);
  }

  static Connection open() {
    return open(System.getProperties());
  }

  static Connection open(Properties properties) {
    Target target = Target.from(properties);
    if (target != null) {
      return new Connection(target, null);
    }
    Standalone standalone = Standalone.start();
    return new Connection(standalone.target(), standalone);
  }

  /** Returns a store of the protocol and mode, as new: it has seen no stream yet. */
  EventStore store(Protocol protocol, SliceMode mode) {
    return protocol == Protocol.SLICEBENCH
        ? ours(mode)
        : new ReferenceEventStore(state, mode, MetadataProvider.standard(mode, profile));
  }

  /** Returns a store of ours, as new. The parent has decided which modes are measured. */
  DaprEventStore ours(SliceMode mode) {
    return DaprEventStore.builder(state, profile, mode).allowUnsafe().build();
  }

  /** Returns the raw gRPC API, on the same kind of channel as the stores'. */
  DaprGrpc.DaprBlockingStub raw() {
    return client.dapr().newGrpcStub("", DaprGrpc::newBlockingStub);
  }

  /** Returns what sends the library's calls again, for one caller. */
  RawCalls rawCalls() {
    return new RawCalls(client.dapr(), storeName());
  }

  /** Returns a stream that is not written yet, whose appends are rehearsed in memory. */
  RehearsedStream rehearsed(SliceMode mode, StreamShape shape) {
    return new RehearsedStream(new MeasuredStream(newName(), shape), mode, profile, this::writing);
  }

  /** Carries out an operation of a store of ours on this state store; returns its calls. */
  List<StateCall<?>> callsOf(SliceMode mode, Function<EventStore, Mono<?>> operation) {
    Queue<StateCall<?>> calls = new ConcurrentLinkedQueue<>();
    EventStore store =
        DaprEventStore.builder(
                state.intercepted(
                    new Interceptor() {
                      @Override
                      public <R> Mono<R> around(StateCall<R> call, StateStore next) {
                        calls.add(call);
                        return call.on(next);
                      }
                    }),
                profile,
                mode)
            .allowUnsafe()
            .build();
    operation.apply(store).block();
    calls.clear();
    operation.apply(store).block();
    return List.copyOf(calls);
  }

  /** Returns the keys of a bulk get that exist, in its order. */
  List<String> found(StateCall.BulkGet call) {
    Map<String, StateItem> items = Objects.requireNonNull(call.on(state).block());
    return call.keys().stream()
        .filter(key -> items.getOrDefault(key, StateItem.absent(key)).exists())
        .toList();
  }

  /** Returns the state store's name. */
  String storeName() {
    return target.component().name();
  }

  /** Returns a stream name, or key, that nobody used before. */
  String newName() {
    return target.streamPrefix() + ProcessHandle.current().pid() + "-" + streams.incrementAndGet();
  }

  /** Notes keys that a raw call is about to write. */
  void writing(List<String> rawKeys) {
    written.record(Map.of(), rawKeys);
  }

  private void writing(StateCall<?> call) {
    if (call instanceof Write write) {
      written.record(
          write.metadata(), write.operations().stream().map(StateOperation::key).toList());
    }
  }

  /** Writes a new stream, whose head {@code writer} then knows. */
  MeasuredStream newStream(EventStore writer, StreamShape shape) {
    MeasuredStream stream = new MeasuredStream(newName(), shape);
    stream.write(writer, Mono::block);
    return stream;
  }

  /**
   * Reads {@code stream} with a new store of ours.
   *
   * @throws BrokenRunException if it is not all that was written
   */
  void check(SliceMode mode, MeasuredStream written) {
    String stream = written.name();
    long version = written.version();
    List<RecordedEvent> events = ours(mode).blocking().load(stream);
    int found = events.size();
    for (int i = 0; i < found; i++) {
      RecordedEvent event = events.get(i);
      if (event.version() != i + 1 || !event.id().equals(SampleEvents.id(i + 1))) {
        throw new BrokenRunException(
            "stream " + stream + " holds another event at version " + (i + 1) + ": " + event.id());
      }
    }
    if (found != version) {
      throw new BrokenRunException(
          "stream " + stream + " holds " + found + " events, " + version + " were acknowledged");
    }
  }

  /** Makes sure that the log names everything written so far. */
  void flush() {
    log.flush();
  }

  @Override
  public void close() {
    log.close();
    if (standalone != null) {
      standalone.clean(new DaprStateStore(client.dapr(), storeName()));
    }
    client.close();
  }

  /** JMH run by hand. */
  private record Standalone(Sidecar sidecar, Path keyLogs) {

    static Standalone start() {
      Map<String, String> environment = System.getenv();
      Sidecar sidecar =
          Sidecars.attachable(environment)
              ? Sidecars.attach(environment, Optional.empty())
              : Sidecars.start(SidecarKind.EMBEDDED, Backend.BuiltIn.EMBEDDED_STRICT);
      try {
        return new Standalone(sidecar, Files.createTempDirectory("slicebench-"));
      } catch (IOException e) {
        sidecar.close();
        throw new UncheckedIOException(e);
      }
    }

    Target target() {
      return new Target(sidecar.grpcEndpoint(), sidecar.info().component(), "sb-jmh-", keyLogs);
    }

    void clean(StateStore state) {
      try (sidecar) {
        List<Writes> logged =
            WriteLogFile.list(keyLogs).stream()
                .flatMap(log -> WriteLogFile.read(log).stream())
                .toList();
        Leftovers left = new Eraser(state, !sidecar.isStoreTemporary()).cleanUp(logged);
        if (left.size() > 0) {
          System.err.println("not deleted: " + String.join(", ", left.keys()));
        }
        Folders.delete(keyLogs);
      }
    }
  }
}
