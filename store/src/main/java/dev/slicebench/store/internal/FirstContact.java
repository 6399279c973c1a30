package dev.slicebench.store.internal;

import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.Direction;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.StateItem;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks, where a stream was not seen before, whether it is another mode's. What tells is read in
 * one call together with what the operation reads first anyway; only where the first slice has more
 * than one event, or where partitions keep modes apart, it takes another.
 *
 * <p>What tells: a stream of {@code CREATE_ONLY} has a slice from version 1. The others have a
 * head, and {@code OFF} an object under version 1, where slice modes have an array or nothing, and
 * {@code OFF_AND_SHARED_ALL} nothing at all.
 */
public final class FirstContact {

  private final SliceMode mode;
  private final MetadataProvider elsewhere;
  private final KnownHeads seen = new KnownHeads();

  /**
   * For one store instance.
   *
   * @param mode the mode that it opens streams in
   */
  public FirstContact(SliceMode mode, StoreProfile profile) {
    this.mode = mode;
    this.elsewhere =
        MetadataProvider.standard(
            mode == SliceMode.OFF_AND_SHARED_ALL ? SliceMode.OFF : SliceMode.OFF_AND_SHARED_ALL,
            profile);
  }

  /** The stream is the opened mode's, and has events. */
  public void saw(String stream) {
    seen.saw(stream, 1);
  }

  /**
   * Fails with {@link ModeMismatchException} where the stream is another mode's.
   *
   * @param readFirst the keys that the operation will read first
   * @param reads whether it only reads
   * @return {@code documents}, those keys read ahead
   */
  public Mono<StreamDocuments> with(
      StreamDocuments documents, Supplier<List<String>> readFirst, boolean reads) {
    if (seen.of(documents.stream()) > 0) {
      return Mono.just(documents);
    }
    List<String> first = readFirst.get();
    Set<String> keys = new LinkedHashSet<>(first);
    keys.addAll(tellingKeys(documents));
    return Mono.zip(
            documents.getAll(List.copyOf(keys)).flatMap(new Sight(documents)::of),
            otherPartition(documents))
        .flatMap(
            read -> {
              Sight here = read.getT1();
              return judge(here, read.getT2(), reads)
                  .thenReturn(documents.having(here.items(first)));
            });
  }

  private List<String> tellingKeys(StreamDocuments documents) {
    String stream = documents.stream();
    if (mode == SliceMode.CREATE_ONLY) {
      return List.of(Keys.head(stream), Keys.sliceFrom(stream, 1));
    }
    return mode == SliceMode.OFF_AND_SHARED_ALL && isApart(documents)
        ? List.of(Keys.head(stream))
        : List.of(Keys.head(stream), Keys.version(stream, 1), Keys.sliceFrom(stream, 1));
  }

  private boolean isApart(StreamDocuments documents) {
    return documents.profile().partitioned()
        && !elsewhere.metadata(documents.stream()).equals(documents.metadata());
  }

  /** Returns what the modes that keep their documents in another partition have of the stream. */
  private Mono<Sight> otherPartition(StreamDocuments documents) {
    String stream = documents.stream();
    if (!isApart(documents)) {
      return Mono.just(new Sight(documents));
    }
    StreamDocuments others = documents.in(elsewhere.metadata(stream));
    List<String> keys =
        mode == SliceMode.OFF_AND_SHARED_ALL
            ? List.of(Keys.head(stream), Keys.sliceFrom(stream, 1))
            : List.of(Keys.head(stream));
    return others.getAll(keys).flatMap(new Sight(others)::of);
  }

  private Mono<Void> judge(Sight here, Sight there, boolean reads) {
    String stream = here.documents.stream();
    for (Sight sight : List.of(here, there)) {
      Optional<Moved> moved = Moved.of(sight.head());
      if (moved.isPresent() && !isOpen(moved.get(), reads)) {
        return Mono.error(moved.get().mismatch(stream));
      }
    }
    return mode == SliceMode.CREATE_ONLY ? judgeSlices(here, there) : judgeHead(here, there);
  }

  /** Returns whether what was moved, or is on its way, may be opened all the same. */
  private boolean isOpen(Moved moved, boolean reads) {
    return moved.done()
        ? moved.to() == mode
        : moved.from() == mode && (reads || mode == SliceMode.CREATE_ONLY);
  }

  private Mono<Void> judgeSlices(Sight here, Sight there) {
    String stream = here.documents.stream();
    Sight other = here.hasHead() ? here : there;
    if (other.hasHead()) {
      Mono<Void> refusal = other.family().flatMap(found -> mismatch(stream, found));
      return here.hasAnySlice()
          ? movedFromCreateOnly(here)
              .<Void>flatMap(moved -> Mono.error(moved.whenDone().mismatch(stream)))
              .switchIfEmpty(other.family().flatMap(found -> both(stream, found)))
          : refusal;
    }
    if (here.hasAnySlice()) {
      saw(stream);
    }
    return Mono.empty();
  }

  private Mono<Void> judgeHead(Sight here, Sight there) {
    String stream = here.documents.stream();
    if (there.hasHead()) {
      Mono<Set<SliceMode>> elsewhereFamily =
          mode == SliceMode.OFF_AND_SHARED_ALL
              ? there.family()
              : Mono.just(EnumSet.of(SliceMode.OFF_AND_SHARED_ALL));
      return elsewhereFamily.flatMap(
          found -> here.hasHead() ? both(stream, found) : mismatch(stream, found));
    }
    Sight slices = here.hasFirstSlice() ? here : there;
    if (!here.hasHead()) {
      return slices.hasFirstSlice() && Moved.of(here.head()).isEmpty()
          ? mismatch(stream, EnumSet.of(SliceMode.CREATE_ONLY))
          : Mono.empty();
    }
    return ownFamily(here)
        .flatMap(
            found -> {
              if (!found.contains(mode)) {
                return mismatch(stream, found);
              }
              return slices.hasFirstSlice() ? requireMoved(slices) : Mono.empty();
            })
        .doOnSuccess(accepted -> saw(stream));
  }

  /** As {@link Sight#family}, without a call where what was read tells as much. */
  private Mono<Set<SliceMode>> ownFamily(Sight here) {
    StreamDocuments documents = here.documents;
    boolean isOwn =
        switch (mode) {
          case OFF, CREATE_ONLY -> false;
          case TRANSACTIONAL, TWO_PHASED ->
              !here.firstVersion().exists()
                  && ((isApart(documents) && mode == SliceMode.TWO_PHASED)
                      || documents.profile().query() instanceof ModeStanding.Unsupported);
          case OFF_AND_SHARED_ALL -> isApart(documents);
        };
    return isOwn ? Mono.just(EnumSet.of(mode)) : here.family();
  }

  private Mono<Void> requireMoved(Sight slices) {
    return movedFromCreateOnly(slices)
        .filter(moved -> moved.to() == mode)
        .hasElement()
        .flatMap(
            moved ->
                moved
                    ? Mono.empty()
                    : both(slices.documents.stream(), EnumSet.of(SliceMode.CREATE_ONLY)));
  }

  private static Mono<Moved> movedFromCreateOnly(Sight slices) {
    StreamDocuments documents = slices.documents;
    return documents
        .get(Keys.movedFrom(documents.stream()))
        .flatMap(item -> Mono.justOrEmpty(Moved.of(item)));
  }

  private Mono<Void> both(String stream, Set<SliceMode> found) {
    return Mono.error(ModeMismatchException.both(stream, mode, found.iterator().next()));
  }

  private Mono<Void> mismatch(String stream, Set<SliceMode> found) {
    return Mono.error(ModeMismatchException.written(stream, mode, found));
  }

  /** What was read of a stream in one partition. */
  private final class Sight {

    private final StreamDocuments documents;
    private final Map<String, StateItem> items = new LinkedHashMap<>();

    Sight(StreamDocuments documents) {
      this.documents = documents;
    }

    /**
     * Takes what was read. Where a bulk read may leave documents out, and left out all that would
     * show a stream, those are asked for by themselves.
     */
    Mono<Sight> of(List<StateItem> read) {
      read.forEach(item -> items.put(item.key(), item));
      if (documents.isAbsenceCertain(read.size()) || hasHead() || hasOwnSlice()) {
        return Mono.just(this);
      }
      String stream = documents.stream();
      return Flux.just(Keys.head(stream), Keys.sliceFrom(stream, 1), Keys.hint(stream))
          .filter(key -> items.containsKey(key) && !item(key).exists())
          .concatMap(documents::get)
          .doOnNext(item -> items.put(item.key(), item))
          .then(Mono.just(this));
    }

    private boolean hasOwnSlice() {
      return mode == SliceMode.CREATE_ONLY && hasAnySlice();
    }

    List<StateItem> items(List<String> keys) {
      return keys.stream().map(this::item).toList();
    }

    StateItem head() {
      return item(Keys.head(documents.stream()));
    }

    boolean hasHead() {
      return head().exists() && Moved.of(head()).isEmpty();
    }

    StateItem firstVersion() {
      return item(Keys.version(documents.stream(), 1));
    }

    boolean hasFirstSlice() {
      return Documents.isArray(item(Keys.sliceFrom(documents.stream(), 1)));
    }

    boolean hasAnySlice() {
      String prefix = documents.stream() + "|from-";
      return items.values().stream()
          .anyMatch(
              item -> item.key().startsWith(prefix) && item.exists() && Moved.of(item).isEmpty());
    }

    /**
     * Returns the modes whose documents these may be, where there is a head; the opened mode where
     * documents are missing that every mode has, which is for the load to tell.
     */
    Mono<Set<SliceMode>> family() {
      String stream = documents.stream();
      if (firstVersion().exists()) {
        return Mono.just(familyOf(firstVersion(), 1));
      }
      long version = Documents.readHead(stream, head()).version();
      return documents
          .get(Keys.version(stream, version))
          .flatMap(
              item ->
                  item.exists()
                          || mode == SliceMode.OFF_AND_SHARED_ALL
                          || mode == SliceMode.CREATE_ONLY
                      ? Mono.just(familyOf(item, version))
                      : isSharedAll(version));
    }

    private Mono<Set<SliceMode>> isSharedAll(long version) {
      return new OffAndSharedAllProtocol()
          .read(documents, new Range(version, version), Direction.FORWARDS, version)
          .then(Mono.<Set<SliceMode>>just(EnumSet.of(SliceMode.OFF_AND_SHARED_ALL)))
          .onErrorReturn(CorruptStreamException.class, EnumSet.of(mode));
    }

    /** By the document under a version's key, where an event's id may be a number too. */
    private Set<SliceMode> familyOf(StateItem item, long version) {
      if (Documents.isArray(item) && Moved.of(item).isEmpty()) {
        return Documents.beginsWithEventId(item)
            ? EnumSet.of(SliceMode.TRANSACTIONAL, SliceMode.TWO_PHASED)
            : EnumSet.of(SliceMode.TWO_PHASED);
      }
      boolean isEventOfVersion =
          item.exists()
              && (Moved.of(item).isPresent()
                  || Documents.readEvent(documents.stream(), item).version() == version);
      return EnumSet.of(isEventOfVersion ? SliceMode.OFF : SliceMode.OFF_AND_SHARED_ALL);
    }

    private StateItem item(String key) {
      return items.getOrDefault(key, StateItem.absent(key));
    }
  }
}
