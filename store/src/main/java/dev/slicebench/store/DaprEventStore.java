package dev.slicebench.store;

import dev.slicebench.store.internal.CreateOnlyProtocol;
import dev.slicebench.store.internal.FirstContact;
import dev.slicebench.store.internal.HeadedProtocol;
import dev.slicebench.store.internal.SliceProtocol;
import dev.slicebench.store.internal.SliceProtocol.Footprint;
import dev.slicebench.store.internal.documents.ExpiryGuard;
import dev.slicebench.store.internal.documents.JsonStores;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.KnownShapes;
import dev.slicebench.store.internal.documents.Require;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.domain.ComponentMetadata;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * An {@link EventStore} over one Dapr state store, in one slice mode. A stream's documents must not
 * be deleted while a store instance is in use.
 *
 * <p>All events of a stream are written in one mode. What finds another mode's stream is refused
 * with {@link ModeMismatchException}: at no call more where this instance has seen the stream, else
 * by a look before the first operation. The look is a call of its own, so two first appends in two
 * modes at the same time may both succeed, where one of them is {@link SliceMode#CREATE_ONLY}; then
 * both modes refuse the stream. {@code TWO_PHASED} continues streams of {@code TRANSACTIONAL}; what
 * it ever wrote must not be opened in {@code TRANSACTIONAL} again, which cannot always tell its
 * slices from its own. {@link dev.slicebench.store.migration.StreamMigration} moves a stream.
 *
 * <p>What the store can be trusted with it learns from the sidecar's metadata when it is first
 * used; a mode that is unsafe or unsupported there fails every call with {@link
 * ModeUnavailableException}.
 */
public final class DaprEventStore implements EventStore {

  private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

  private final StateStore state;
  private final SliceMode mode;
  private final @Nullable MetadataProvider metadata;
  private final boolean allowUnsafe;
  private final Scheduler pauses;
  private final Mono<Opened> opened;

  private DaprEventStore(Builder builder) {
    this.state = builder.state;
    this.mode = builder.mode;
    this.metadata = builder.metadata;
    this.allowUnsafe = builder.allowUnsafe;
    this.pauses = builder.pauses;
    this.opened =
        builder
            .profile()
            .map(this::open)
            .cache(value -> FOREVER, error -> Duration.ZERO, () -> Duration.ZERO);
  }

  /** Returns a builder over the state store {@code storeName} of the sidecar of {@code client}. */
  public static Builder builder(DaprClient client, String storeName, SliceMode mode) {
    return new Builder(new DaprStateStore(client, storeName), profile(client, storeName), mode);
  }

  /** Returns a builder over a state store that is reached in another way than by the SDK. */
  public static Builder builder(StateStore state, StoreProfile profile, SliceMode mode) {
    return new Builder(state, Mono.just(profile), mode);
  }

  /**
   * Asks the sidecar's metadata which component a state store is, and returns what is known of it.
   *
   * @return the profile; {@link StoreUnavailableException} where the sidecar does not answer,
   *     {@link InvalidRequestException} where it has no such state store
   */
  public static Mono<StoreProfile> profile(DaprClient client, String storeName) {
    return Mono.defer(client::getMetadata)
        .onErrorMap(
            e ->
                new StoreUnavailableException(
                    "the Dapr sidecar does not answer ("
                        + e.getMessage()
                        + "): is it running, and is DAPR_GRPC_PORT its gRPC port?",
                    e))
        .map(
            sidecar -> {
              List<ComponentMetadata> stores =
                  sidecar.getComponents().stream()
                      .filter(component -> component.getType().startsWith("state."))
                      .toList();
              return stores.stream()
                  .filter(component -> component.getName().equals(storeName))
                  .findFirst()
                  .map(
                      component ->
                          StoreProfile.of(
                                  component.getType(),
                                  component.getVersion(),
                                  Set.copyOf(component.getCapabilities()))
                              .ofApp(sidecar.getId()))
                  .orElseThrow(
                      () ->
                          new InvalidRequestException(
                              "the sidecar has no state store '"
                                  + storeName
                                  + "'; it has "
                                  + stores.stream().map(ComponentMetadata::getName).toList()));
            });
  }

  @Override
  public Mono<AppendResult> append(
      String stream, ExpectedVersion expected, List<EventData> events) {
    return Mono.defer(
        () -> {
          Keys.requireValidName(stream);
          Require.nonNull(expected, "the expected version");
          List<EventData> batch = batch(events);
          return opened.flatMap(
              store -> {
                if (batch.isEmpty()) {
                  return store
                      .toRead(stream)
                      .flatMap(documents -> appendNothing(store.protocol(), documents, expected));
                }
                StreamDocuments unread = store.documents(stream);
                store.requireStorable(unread, batch);
                store.requireWithinLimits(stream, batch);
                return store
                    .toAppend(unread, expected)
                    .flatMap(documents -> store.protocol().append(documents, expected, batch))
                    .doOnNext(appended -> store.contact().saw(stream));
              });
        });
  }

  @Override
  public Flux<RecordedEvent> load(String stream, LoadOptions options) {
    return Flux.defer(
        () -> {
          Keys.requireValidName(stream);
          Require.nonNull(options, "the load's options");
          return opened.flatMapMany(
              store ->
                  store
                      .toRead(stream)
                      .flatMapMany(documents -> store.protocol().load(documents, options)));
        });
  }

  @Override
  public Mono<Long> head(String stream) {
    return Mono.defer(
        () -> {
          Keys.requireValidName(stream);
          return opened
              .flatMap(
                  store ->
                      store.toRead(stream).flatMap(documents -> store.protocol().head(documents)))
              .filter(version -> version > 0);
        });
  }

  private static Mono<AppendResult> appendNothing(
      SliceProtocol protocol, StreamDocuments documents, ExpectedVersion expected) {
    return protocol
        .head(documents)
        .map(
            head -> {
              if (!expected.isMetBy(head)) {
                throw new VersionConflictException(documents.stream(), expected, head);
              }
              return new AppendResult(head, false, false);
            });
  }

  /** Copies the events; refuses two with one id. */
  private static List<EventData> batch(List<EventData> events) {
    List<EventData> batch = new ArrayList<>(Require.nonNull(events, "the list of events"));
    Set<String> ids = new HashSet<>(batch.size() * 2);
    for (int i = 0; i < batch.size(); i++) {
      EventData event = Require.nonNull(batch.get(i), "event " + (i + 1) + " of the append");
      if (!ids.add(event.id())) {
        throw new InvalidRequestException(
            "event id '" + event.id() + "' occurs twice in the append: each event needs its own");
      }
    }
    return batch;
  }

  private Opened open(StoreProfile profile) {
    ModeStanding standing = profile.standing(mode);
    if (standing instanceof ModeStanding.Unsupported
        || (standing instanceof ModeStanding.Unsafe && !allowUnsafe)) {
      throw new ModeUnavailableException(
          mode
              + " is "
              + (standing instanceof ModeStanding.Unsafe ? "unsafe" : "unsupported")
              + " on "
              + profile.componentType()
              + " "
              + profile.componentVersion()
              + ": "
              + standing.reason(),
          null);
    }
    SliceProtocol protocol =
        mode == SliceMode.CREATE_ONLY ? new CreateOnlyProtocol() : HeadedProtocol.of(mode, profile);
    return new Opened(
        allowUnsafe ? state : state.intercepted(new ExpiryGuard()),
        profile,
        protocol,
        metadata == null ? MetadataProvider.standard(mode, profile) : metadata,
        new FirstContact(mode, profile),
        new KnownShapes(),
        pauses);
  }

  /** The store once it is known what it stands on. */
  private record Opened(
      StateStore state,
      StoreProfile profile,
      SliceProtocol protocol,
      MetadataProvider metadata,
      FirstContact contact,
      KnownShapes shapes,
      Scheduler pauses) {

    Mono<StreamDocuments> toRead(String stream) {
      return contact.with(documents(stream), () -> protocol.readFirst(stream), true);
    }

    Mono<StreamDocuments> toAppend(StreamDocuments unread, ExpectedVersion expected) {
      return contact.with(unread, () -> protocol.readFirst(unread.stream(), expected), false);
    }

    StreamDocuments documents(String stream) {
      Keys.requireAllowed(profile.keys(), "stream name", stream);
      Map<String, String> request =
          Require.nonNull(metadata.metadata(stream), "the metadata of stream '" + stream + "'");
      ExpiryGuard.requireLasting(stream, request);
      return new StreamDocuments(state, stream, request, profile, Map.of(), shapes, pauses);
    }

    /** Refuses what the store would not give back as it was. */
    void requireStorable(StreamDocuments documents, List<EventData> events) {
      Map<String, String> request = documents.metadata();
      events.forEach(event -> protocol.requireAllowedId(event, profile));
      if (protocol.keepsJson(profile, request)) {
        JsonStores.requireKept(events, profile, request);
      }
    }

    void requireWithinLimits(String stream, List<EventData> events) {
      Footprint footprint = protocol.footprint(stream, events);
      require(
          footprint.operations(),
          profile.maxOperations(),
          "operations in a transaction",
          "append fewer events at a time, or choose a mode with a document per append");
      require(
          footprint.largestDocumentBytes(),
          profile.maxDocumentBytes(),
          "bytes in a document",
          "append fewer or smaller events at a time");
      require(
          footprint.requestBytes(),
          profile.maxDocumentBytes(),
          "bytes in a request",
          "append fewer or smaller events at a time");
      Keys.requireShortEnough(profile.keys(), footprint.longestKey());
    }

    private static void require(long requested, long allowed, String limit, String fix) {
      if (requested > allowed) {
        throw new LimitExceededException(limit, allowed, requested, fix);
      }
    }
  }

  /** Builds a {@link DaprEventStore}. */
  public static final class Builder {

    private final StateStore state;
    private final SliceMode mode;
    private Mono<StoreProfile> profile;
    private @Nullable MetadataProvider metadata;
    private final List<StoreVerdicts> verdicts = new ArrayList<>();
    private boolean allowUnsafe;
    // Not the parallel scheduler: what follows a pause may block.
    private Scheduler pauses = Schedulers.boundedElastic();

    private Builder(StateStore state, Mono<StoreProfile> profile, SliceMode mode) {
      this.state = state;
      this.profile = profile;
      this.mode = mode;
    }

    /** Replaces {@link MetadataProvider#standard(SliceMode, StoreProfile)}. */
    public Builder metadata(MetadataProvider provider) {
      this.metadata = provider;
      return this;
    }

    /** Replaces what the sidecar's metadata says of the store. */
    public Builder profile(StoreProfile known) {
      this.profile = Mono.just(known);
      return this;
    }

    /**
     * Adds what {@code slicebench verify} found on this store: a mode is then refused by that
     * evidence too. Of what is known and what was found, the worse counts.
     *
     * @throws InvalidRequestException if the file is no profile. Where it is of another component,
     *     or of another major version, every call of the store fails with that
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public Builder profile(Path file) {
      return verdicts(StoreVerdicts.read(file));
    }

    /** As {@link #profile(Path)}; reads the stream to its end, and does not close it. */
    public Builder profile(InputStream json) {
      return verdicts(StoreVerdicts.read(json));
    }

    private Builder verdicts(StoreVerdicts found) {
      verdicts.add(found);
      return this;
    }

    private Mono<StoreProfile> profile() {
      List<StoreVerdicts> all = List.copyOf(verdicts);
      return profile.map(
          known -> {
            StoreProfile judged = known;
            for (StoreVerdicts found : all) {
              judged = judged.with(found);
            }
            return judged;
          });
    }

    /** Allows a mode that loses events on this store, and documents that expire. */
    public Builder allowUnsafe() {
      this.allowUnsafe = true;
      return this;
    }

    /** Replaces where waits before another try are spent, so that tests rule over time. */
    Builder pauses(Scheduler scheduler) {
      this.pauses = scheduler;
      return this;
    }

    /** Returns the event store. It asks the sidecar nothing before its first use. */
    public DaprEventStore build() {
      return new DaprEventStore(this);
    }
  }
}
