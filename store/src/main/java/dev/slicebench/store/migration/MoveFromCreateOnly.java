package dev.slicebench.store.migration;

import static dev.slicebench.store.migration.DocumentWriter.await;

import dev.slicebench.store.Direction;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.internal.CreateOnlyProtocol;
import dev.slicebench.store.internal.FirstContact;
import dev.slicebench.store.internal.HeadedProtocol;
import dev.slicebench.store.internal.KeyWindows;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.Naming;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.migration.EventCopies.PeekingEvents;
import dev.slicebench.store.migration.MigrationResult.State;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Moves a stream from {@code CREATE_ONLY} to a mode with a head: seal the tail, take the head,
 * copy, hold the copies against the stream, end the reading of the slices, set the head.
 */
final class MoveFromCreateOnly implements StreamMigration.Move {

  private static final int SEAL_TRIES = 100;

  private final String stream;
  private final StreamDocuments source;
  private final StreamDocuments target;
  private final SliceMode to;
  private final HeadedProtocol protocol;
  private final DocumentWriter sourceWriter;
  private final DocumentWriter targetWriter;
  private final EventCopies copies;

  MoveFromCreateOnly(StreamDocuments source, StreamDocuments target, SliceMode to) {
    this.stream = source.stream();
    this.source = source;
    this.target = target;
    this.to = to;
    this.protocol = HeadedProtocol.of(to, target.profile());
    this.sourceWriter = new DocumentWriter(source);
    this.targetWriter = new DocumentWriter(target);
    this.copies = new EventCopies(target);
  }

  @Override
  public MigrationResult look() {
    StateItem head = targetWriter.read(Keys.head(stream));
    Optional<Moved> left = left();
    if (isLive(head)) {
      return result(requireLeft(left).version(), State.MOVED_BEFORE);
    }
    requireWayBack(Moved.of(head));
    requireAllowedIds();
    Tail tail = tail();
    return result(tail.version, tail.seal.isPresent() ? State.BEGUN : State.TO_MOVE);
  }

  @Override
  public MigrationResult run() {
    StateItem head = targetWriter.read(Keys.head(stream));
    if (isLive(head)) {
      return result(requireLeft(left()).version(), State.MOVED_BEFORE);
    }
    requireWayBack(Moved.of(head));
    requireAllowedIds();
    Tail tail = seal();
    Moved claim = claim(head, tail.version);
    putLeft(claim);
    copy(claim);
    verify(tail.version);
    sealForReaders(tail.version);
    setHead(claim);
    return result(tail.version, State.MOVED);
  }

  private MigrationResult result(long version, State state) {
    return new MigrationResult(stream, version, state);
  }

  private static boolean isLive(StateItem head) {
    return head.exists() && Moved.of(head).isEmpty();
  }

  private Optional<Moved> left() {
    return Moved.of(sourceWriter.read(Keys.movedFrom(stream)));
  }

  private Moved requireLeft(Optional<Moved> left) {
    if (left.isPresent() && left.get().to() == to) {
      return left.get();
    }
    // The head is another mode's, or there is no stream in CREATE_ONLY at all.
    await(new FirstContact(SliceMode.CREATE_ONLY, source.profile()).with(source, List::of, true));
    throw noStream();
  }

  private InvalidRequestException noStream() {
    return new InvalidRequestException(
        "there is no stream '" + stream + "' in CREATE_ONLY: nothing to move");
  }

  private void requireWayBack(Optional<Moved> head) {
    if (head.isEmpty()) {
      return;
    }
    Moved moved = head.get();
    boolean isThisMove = moved.from() == SliceMode.CREATE_ONLY && moved.to() == to;
    if (isThisMove) {
      return;
    }
    if (!moved.done() || moved.to() != SliceMode.CREATE_ONLY) {
      throw moved.mismatch(stream);
    }
    if (moved.from() != to) {
      throw new InvalidRequestException(
          "stream '"
              + stream
              + "' came from "
              + moved.from()
              + ": from CREATE_ONLY it can go back there only, since late writers of "
              + moved.from()
              + " would write into "
              + to);
    }
  }

  /** Where ids are parts of keys, before anything is written. */
  private void requireAllowedIds() {
    if (to == SliceMode.OFF_AND_SHARED_ALL) {
      PeekingEvents events = events(1, endOfSlices());
      while (events.hasNext()) {
        String id = events.next().id();
        Keys.requireAllowedId(id, target.profile());
        Keys.requireShortEnough(target.profile().keys(), Keys.event(stream, id));
      }
    }
  }

  /** Where the stream ends, and the seal there, if there is one. */
  private record Tail(long version, StateItem behind, Optional<Moved> seal) {}

  private Tail tail() {
    long version = endOfSlices();
    if (version == 0) {
      await(new FirstContact(SliceMode.CREATE_ONLY, source.profile()).with(source, List::of, true));
      throw noStream();
    }
    StateItem behind = sourceWriter.read(Keys.sliceFrom(stream, version + 1));
    Optional<Moved> seal = Moved.of(behind);
    if (seal.isPresent() && seal.get().to() != to) {
      throw seal.get().mismatch(stream);
    }
    return new Tail(version, behind, seal);
  }

  private long endOfSlices() {
    try {
      return await(new CreateOnlyProtocol().head(source));
    } catch (ModeMismatchException e) {
      // The seal, told to readers already.
      return e.movedAt().orElseThrow(() -> e);
    }
  }

  /** Refuses, from here on, every append in {@code CREATE_ONLY}. */
  private Tail seal() {
    for (int tries = 0; tries < SEAL_TRIES; tries++) {
      Tail tail = tail();
      if (tail.seal.isPresent()) {
        return tail;
      }
      if (!tail.behind.exists()) {
        sourceWriter.put(tail.behind, Moved.beginning(SliceMode.CREATE_ONLY, to, tail.version));
      }
    }
    throw new StoreUnavailableException(
        "stream '" + stream + "': others append without pause; do the same again later", null);
  }

  /** Takes the head, so that no writer of the new mode takes the stream for an empty one. */
  private Moved claim(StateItem head, long version) {
    Optional<Moved> before = Moved.of(head);
    if (before.isPresent() && before.get().from() == SliceMode.CREATE_ONLY) {
      return before.get();
    }
    boolean hasOld = before.isPresent() && before.get().kept();
    if (before.isPresent() && !hasOld) {
      new OldDocuments(target, source, to).delete(before.get());
    }
    Moved claim =
        Moved.beginning(SliceMode.CREATE_ONLY, to, version)
            .startingBehind(hasOld ? before.get().version() : 0);
    if (!targetWriter.put(head, claim)) {
      throw new StoreUnavailableException(
          "stream '" + stream + "': its head was written meanwhile; do the same again", null);
    }
    return claim;
  }

  /** Says under a key that never moves where the stream went. */
  private void putLeft(Moved claim) {
    StateItem item = sourceWriter.read(Keys.movedFrom(stream));
    if (!Moved.of(item).equals(Optional.of(claim))) {
      sourceWriter.put(item, claim);
    }
  }

  private PeekingEvents events(long low, long high) {
    Iterator<RecordedEvent> events =
        new CreateOnlyProtocol()
            .load(source, LoadOptions.from(low).withTo(high))
            .toIterable()
            .iterator();
    return new PeekingEvents(low > high ? List.<RecordedEvent>of().iterator() : events);
  }

  private void copy(Moved claim) {
    long base = claim.startsBehind();
    if (to == SliceMode.OFF || to == SliceMode.OFF_AND_SHARED_ALL) {
      // A writer of OFF that remembers any version must find the key behind it taken: all of them.
      copyEvents(claim.version());
    } else {
      Naming naming = naming(to, targetWriter.read(Keys.version(stream, base)));
      PeekingEvents events = events(base + 1, claim.version());
      while (events.hasNext()) {
        copySlice(copies.nextSlice(events), naming);
      }
    }
  }

  private void copyEvents(long version) {
    PeekingEvents events = events(1, version);
    while (events.hasNext()) {
      List<RecordedEvent> window = new ArrayList<>();
      while (events.hasNext() && window.size() < KeyWindows.WINDOW) {
        window.add(events.next());
      }
      List<StateItem> items = await(target.getAll(window.stream().map(this::key).toList()));
      for (int i = 0; i < window.size(); i++) {
        copyEvent(window.get(i), await(target.confirmed(items.get(i))));
      }
    }
  }

  private String key(RecordedEvent event) {
    return to == SliceMode.OFF
        ? Keys.version(stream, event.version())
        : Keys.event(stream, event.id());
  }

  private void copyEvent(RecordedEvent event, StateItem item) {
    if (!item.exists() || Moved.of(item).isPresent()) {
      targetWriter.put(
          item,
          Documents.event(stream, EventCopies.data(event), event.version()),
          now -> now.exists() && Moved.of(now).isEmpty());
    }
  }

  /**
   * Returns the naming that a stream goes on in: that of its last slice, in the one mode that has
   * two.
   */
  static Naming naming(SliceMode mode, StateItem slice) {
    return mode == SliceMode.TWO_PHASED && slice.exists()
        ? Documents.namingOfSlice(slice)
        : Naming.PASCAL_CASE;
  }

  private void copySlice(List<RecordedEvent> slice, Naming naming) {
    long last = slice.get(slice.size() - 1).version();
    byte[] document =
        Documents.slice(stream, EventCopies.data(slice), slice.get(0).version(), naming);
    StateItem item = targetWriter.read(Keys.version(stream, last));
    if (isCopy(item, slice)) {
      return;
    }
    // Anything else there is what a dead writer of TWO_PHASED left.
    targetWriter.settle(
        item,
        () ->
            to == SliceMode.TRANSACTIONAL
                ? target.transact(
                    List.of(new Upsert(item.key(), document, Condition.unchanged(item))))
                : target.save(item.key(), document, Condition.unchanged(item)),
        now -> isCopy(now, slice));
  }

  private boolean isCopy(StateItem item, List<RecordedEvent> slice) {
    return item.exists()
        && Documents.readSlice(stream, item).holds(EventCopies.data(slice), slice.get(0).version());
  }

  /** Reads the stream in both modes. */
  private void verify(long version) {
    PeekingEvents events = events(1, version);
    PeekingEvents copied =
        new PeekingEvents(
            protocol
                .read(target, new Range(1, version), Direction.FORWARDS, version)
                .concatMapIterable(portion -> portion, 1)
                .toIterable()
                .iterator());
    for (long low = 1; low <= version; low += KeyWindows.WINDOW) {
      long high = Math.min(version, low + KeyWindows.WINDOW - 1);
      copies.requireSame(events.upTo(high), copied.upTo(high));
    }
  }

  private void sealForReaders(long version) {
    StateItem seal = sourceWriter.read(Keys.sliceFrom(stream, version + 1));
    Optional<Moved> moved = Moved.of(seal);
    if (moved.isPresent() && !moved.get().done()) {
      sourceWriter.put(seal, moved.get().whenDone());
    }
  }

  private void setHead(Moved claim) {
    StateItem head = targetWriter.read(Keys.head(stream));
    if (!Moved.of(head).equals(Optional.of(claim))) {
      return;
    }
    StateItem last = targetWriter.read(Keys.version(stream, claim.version()));
    Upsert live =
        new Upsert(
            head.key(),
            Documents.head(claim.version(), naming(to, last)),
            Condition.unchanged(head));
    StateItem fence = targetWriter.read(Keys.version(stream, claim.version() + 1));
    boolean hasFence = to == SliceMode.OFF && Moved.of(fence).isPresent();
    targetWriter.settle(
        head,
        () ->
            hasFence
                ? target.transact(
                    List.of(new Delete(fence.key(), Condition.unchanged(fence)), live))
                : target.save(live.key(), live.value(), live.condition()),
        MoveFromCreateOnly::isLive);
  }
}
