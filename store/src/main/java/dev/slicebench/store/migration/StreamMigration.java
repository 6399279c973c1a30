package dev.slicebench.store.migration;

import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.StoreVerdicts;
import dev.slicebench.store.internal.documents.ExpiryGuard;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.KnownShapes;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Moves streams to {@link SliceMode#CREATE_ONLY} from any other mode, and back: refuses the writers
 * of the old mode, copies, holds the copy against the stream, and switches. Ids, names, data and
 * versions of the events stay as they are.
 *
 * <p>A move that broke off, at whatever call, is resumed by the same move again; until then the
 * stream can be read in its old mode, and be written in none. Writers of the old mode are refused
 * from the first write on, in other processes too, with {@link ModeMismatchException}; those of
 * Dapr.EventStore fail to read the head. Where transactions do not hold ({@link #refusesWriters}),
 * writers of {@code OFF} are not refused: stop them first.
 *
 * <p>The old documents stay, unless {@link Builder#deleteOld} was asked for: loads of the old mode
 * that are under way still find them. What stays in any case is what refuses late writers. How, and
 * what each broken-off move leaves: {@code docs/decisions/0016-migration.md}.
 *
 * <p>Between modes other than {@code CREATE_ONLY} no stream is moved, since they take the same
 * keys: a late writer of the one would meet documents of the other. {@code TRANSACTIONAL} needs no
 * move to {@code TWO_PHASED}, which continues its streams as they are. From {@code CREATE_ONLY} a
 * stream goes back to the mode that it came from, or, where it came from none, to any.
 */
public final class StreamMigration {

  private final StateStore state;
  private final Mono<StoreProfile> profile;
  private final SliceMode from;
  private final SliceMode to;
  private final @Nullable MetadataProvider metadata;
  private final boolean deletesOld;
  private final boolean allowsUnsafe;

  private StreamMigration(Builder builder) {
    this.state = builder.state;
    this.profile = builder.profile;
    this.from = builder.from;
    this.to = builder.to;
    this.metadata = builder.metadata;
    this.deletesOld = builder.deletesOld;
    this.allowsUnsafe = builder.allowsUnsafe;
  }

  /**
   * Returns a builder over the state store {@code storeName} of the sidecar of {@code client}.
   *
   * @throws InvalidRequestException if streams are not moved between these modes
   */
  public static Builder builder(DaprClient client, String storeName, SliceMode from, SliceMode to) {
    return new Builder(
        new DaprStateStore(client, storeName), DaprEventStore.profile(client, storeName), from, to);
  }

  /**
   * Returns a builder over a state store that is reached in another way than by the SDK.
   *
   * @throws InvalidRequestException if streams are not moved between these modes
   */
  public static Builder builder(
      StateStore state, StoreProfile profile, SliceMode from, SliceMode to) {
    return new Builder(state, Mono.just(profile), from, to);
  }

  /**
   * Moves a stream, or ends a move that broke off.
   *
   * @return what was done. Errors: {@link InvalidRequestException}: there is no such stream in the
   *     mode; {@link ModeMismatchException}: it is another mode's, or on another way; {@link
   *     LimitExceededException} and {@link CorruptStreamException}: it cannot be copied, and is as
   *     it was; {@link StoreUnavailableException}: do the same again; {@link
   *     ModeUnavailableException}
   */
  public Mono<MigrationResult> move(String stream) {
    return profile.flatMap(known -> run(() -> move(known, stream).run()));
  }

  /**
   * Reads what a move would read, and writes nothing.
   *
   * @return what is to be done; errors as those of {@link #move}
   */
  public Mono<MigrationResult> look(String stream) {
    return profile.flatMap(known -> run(() -> move(known, stream).look()));
  }

  /** Returns whether every writer of the old mode is refused while a stream is moved from it. */
  public Mono<Boolean> refusesWriters() {
    return profile.map(
        known -> from != SliceMode.OFF || !(known.standing(from) instanceof ModeStanding.Unsafe));
  }

  /**
   * Refuses two modes that streams are not moved between.
   *
   * @throws InvalidRequestException with what to do instead
   */
  public static void requireWay(SliceMode from, SliceMode to) {
    if (from == to) {
      throw new InvalidRequestException(
          "streams in " + from + " are there already: name another mode to move them to");
    }
    if (!isWay(from, to)) {
      throw new InvalidRequestException(
          "streams are not moved from "
              + from
              + " to "
              + to
              + (from == SliceMode.TRANSACTIONAL && to == SliceMode.TWO_PHASED
                  ? ": TWO_PHASED continues them as they are, so open them in it"
                  : ": these modes take the same keys, so that a late writer of the one would write"
                      + " into the other; move them to CREATE_ONLY"));
    }
  }

  private static boolean isWay(SliceMode from, SliceMode to) {
    return (from == SliceMode.CREATE_ONLY) != (to == SliceMode.CREATE_ONLY);
  }

  private static <T> Mono<T> run(Callable<T> steps) {
    return Mono.fromCallable(steps).subscribeOn(Schedulers.boundedElastic());
  }

  private Move move(StoreProfile known, String stream) {
    Keys.requireValidName(stream);
    Keys.requireAllowed(known.keys(), "stream name", stream);
    Keys.requireShortEnough(known.keys(), Keys.sliceFrom(stream, Long.MAX_VALUE));
    ModeStanding standing = known.standing(to);
    if (standing instanceof ModeStanding.Unsupported
        || (standing instanceof ModeStanding.Unsafe && !allowsUnsafe)) {
      throw new ModeUnavailableException(
          "no stream is moved to %s here: %s%s%s"
              .formatted(
                  to,
                  standing.reason(),
                  safeTargets(known),
                  standing instanceof ModeStanding.Unsafe
                      ? "; where unsafe modes are allowed, it is moved all the same"
                      : ""),
          null);
    }
    return from == SliceMode.CREATE_ONLY
        ? new MoveFromCreateOnly(documents(known, stream, from), documents(known, stream, to), to)
        : new MoveToCreateOnly(
            documents(known, stream, from), documents(known, stream, to), from, deletesOld);
  }

  private String safeTargets(StoreProfile known) {
    List<SliceMode> safe =
        Stream.of(SliceMode.values())
            .filter(mode -> isWay(from, mode))
            .filter(mode -> known.standing(mode) instanceof ModeStanding.Safe)
            .toList();
    return safe.isEmpty()
        ? ""
        : "; safe here: " + safe.stream().map(SliceMode::name).collect(Collectors.joining(", "));
  }

  private StreamDocuments documents(StoreProfile known, String stream, SliceMode mode) {
    MetadataProvider provider =
        metadata == null ? MetadataProvider.standard(mode, known) : metadata;
    Map<String, String> request = provider.metadata(stream);
    ExpiryGuard.requireLasting(stream, request);
    return new StreamDocuments(
        allowsUnsafe ? state : state.intercepted(new ExpiryGuard()),
        stream,
        request,
        known,
        Map.of(),
        new KnownShapes(),
        Schedulers.boundedElastic());
  }

  /** The steps for one stream; each call blocks. */
  interface Move {

    MigrationResult run();

    MigrationResult look();
  }

  /** Builds a {@link StreamMigration}. */
  public static final class Builder {

    private final StateStore state;
    private final SliceMode from;
    private final SliceMode to;
    private Mono<StoreProfile> profile;
    private @Nullable MetadataProvider metadata;
    private boolean deletesOld;
    private boolean allowsUnsafe;

    private Builder(StateStore state, Mono<StoreProfile> profile, SliceMode from, SliceMode to) {
      requireWay(from, to);
      this.state = state;
      this.profile = profile;
      this.from = from;
      this.to = to;
    }

    /** Replaces {@link MetadataProvider#standard(SliceMode, StoreProfile)}, for both modes. */
    public Builder metadata(MetadataProvider provider) {
      this.metadata = provider;
      return this;
    }

    /**
     * Adds what {@code slicebench verify} found on this store, as {@link
     * DaprEventStore.Builder#profile(Path)} does: no stream is moved to a mode that was found
     * unsafe.
     *
     * @throws InvalidRequestException if the file is no profile. Where it is of another component,
     *     or of another major version, every move fails with that
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public Builder profile(Path file) {
      StoreVerdicts found = StoreVerdicts.read(file);
      this.profile = profile.map(known -> known.with(found));
      return this;
    }

    /**
     * Deletes the old documents after the switch. Those of {@code OFF} are emptied instead, since
     * writers that remember a version are refused by them; those of {@code CREATE_ONLY} stay whole.
     */
    public Builder deleteOld() {
      this.deletesOld = true;
      return this;
    }

    /** Allows a move to a mode that loses events on this store. */
    public Builder allowUnsafe() {
      this.allowsUnsafe = true;
      return this;
    }

    /** Returns the migration. It asks the sidecar nothing before its first use. */
    public StreamMigration build() {
      return new StreamMigration(this);
    }
  }
}
