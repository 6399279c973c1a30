package dev.slicebench.store.migration;

import static dev.slicebench.store.migration.DocumentWriter.await;

import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.Direction;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.internal.FirstContact;
import dev.slicebench.store.internal.HeadedProtocol;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.Slice;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.internal.documents.StreamDocuments.Written;
import dev.slicebench.store.migration.EventCopies.PeekingEvents;
import dev.slicebench.store.migration.MigrationResult.State;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Moves a stream from a mode with a head to {@code CREATE_ONLY}: freeze the head, copy all but one
 * slice, hold the copies against the stream, connect them by the one slice, say that it is done.
 * The slice that connects is the first, or the one in place of the seal of an earlier life.
 */
final class MoveToCreateOnly implements StreamMigration.Move {

  private static final int FREEZE_TRIES = 100;

  private final String stream;
  private final StreamDocuments source;
  private final StreamDocuments target;
  private final SliceMode from;
  private final boolean deletesOld;
  private final HeadedProtocol protocol;
  private final DocumentWriter sourceWriter;
  private final DocumentWriter targetWriter;
  private final EventCopies copies;

  MoveToCreateOnly(
      StreamDocuments source, StreamDocuments target, SliceMode from, boolean deletesOld) {
    this.stream = source.stream();
    this.source = source;
    this.target = target;
    this.from = from;
    this.deletesOld = deletesOld;
    this.protocol = HeadedProtocol.of(from, source.profile());
    this.sourceWriter = new DocumentWriter(source);
    this.targetWriter = new DocumentWriter(target);
    this.copies = new EventCopies(target);
  }

  @Override
  public MigrationResult look() {
    StateItem head = requireSource();
    Optional<Moved> moved = Moved.of(head);
    if (moved.isPresent()) {
      return result(moved.get(), moved.get().done() ? State.MOVED_BEFORE : State.BEGUN);
    }
    long version = Documents.readHead(stream, head).version();
    requireCopyable(version);
    return new MigrationResult(stream, version, State.TO_MOVE);
  }

  @Override
  public MigrationResult run() {
    Moved moved = freeze();
    boolean wasDone = moved.done();
    Optional<StateItem> seal = seal();
    if (!moved.done() || seal.isPresent()) {
      Connection connection = copy(moved, seal);
      if (seal.isPresent()) {
        // Writers that remember the earlier life wait behind the seal: not before the switch.
        moved = setDone(moved);
        connect(connection);
      } else {
        connect(connection);
        moved = setDone(moved);
      }
    }
    if (deletesOld) {
      new OldDocuments(source, target, from).delete(moved);
    }
    return result(moved, wasDone ? State.MOVED_BEFORE : State.MOVED);
  }

  private MigrationResult result(Moved moved, State state) {
    return new MigrationResult(stream, moved.version(), state);
  }

  /** Returns the head, of the old mode or frozen. */
  private StateItem requireSource() {
    StateItem head = sourceWriter.read(Keys.head(stream));
    Optional<Moved> moved = Moved.of(head);
    if (moved.isPresent()) {
      if (moved.get().from() != from || moved.get().to() != SliceMode.CREATE_ONLY) {
        throw moved.get().mismatch(stream);
      }
      return head;
    }
    await(new FirstContact(from, source.profile()).with(source, List::of, true));
    if (!head.exists()) {
      throw new InvalidRequestException(
          "there is no stream '" + stream + "' in " + from + ": nothing to move");
    }
    return head;
  }

  /** Refuses, from here on, every write of the old mode. */
  private Moved freeze() {
    boolean isCopyable = false;
    for (int tries = 0; tries < FREEZE_TRIES; tries++) {
      StateItem head = requireSource();
      Optional<Moved> frozen = Moved.of(head);
      if (frozen.isPresent()) {
        return frozen.get();
      }
      long version = Documents.readHead(stream, head).version();
      if (!isCopyable) {
        requireCopyable(version);
        isCopyable = true;
      }
      Moved moved = Moved.beginning(from, SliceMode.CREATE_ONLY, version);
      if (freeze(head, moved)) {
        return moved;
      }
    }
    throw new StoreUnavailableException(
        "stream '" + stream + "': others append without pause; do the same again later", null);
  }

  /**
   * The head's etag refuses those that read the head. A writer of {@code OFF} that remembers the
   * version does not: the document in the place of its next event refuses it.
   */
  private boolean freeze(StateItem head, Moved moved) {
    List<StateOperation> operations = new ArrayList<>();
    operations.add(new Upsert(head.key(), moved.document(), Condition.unchanged(head)));
    if (from == SliceMode.OFF) {
      operations.add(new Upsert(fenceKey(moved), moved.document(), Condition.absent()));
    }
    boolean atOnce = from == SliceMode.OFF && !isTransactionUnsafe();
    return sourceWriter.settle(
        head,
        () -> atOnce ? source.transact(operations) : oneByOne(operations),
        item -> Moved.of(item).equals(Optional.of(moved)));
  }

  private Mono<Written> oneByOne(List<StateOperation> operations) {
    Mono<Written> first = save((Upsert) operations.get(0));
    return operations.size() == 1
        ? first
        : first.flatMap(
            written ->
                written == Written.ACKNOWLEDGED
                    ? save((Upsert) operations.get(1)).thenReturn(written)
                    : Mono.just(written));
  }

  private Mono<Written> save(Upsert upsert) {
    return source.save(upsert.key(), upsert.value(), upsert.condition());
  }

  private boolean isTransactionUnsafe() {
    return source.profile().standing(SliceMode.OFF) instanceof ModeStanding.Unsafe;
  }

  private String fenceKey(Moved moved) {
    return Keys.version(stream, moved.version() + 1);
  }

  private void requireCopyable(long version) {
    PeekingEvents events = events(1, version);
    long copyable = 0;
    while (events.hasNext()) {
      List<RecordedEvent> slice = copies.nextSlice(events);
      copies.requireKept(slice);
      copyable += slice.size();
    }
    if (copyable != version) {
      throw new CorruptStreamException(
          "stream '" + stream + "' has " + copyable + " events, its head says " + version, null);
    }
  }

  private PeekingEvents events(long low, long version) {
    Iterator<RecordedEvent> none = List.<RecordedEvent>of().iterator();
    return new PeekingEvents(
        low > version
            ? none
            : protocol
                .read(source, new Range(low, version), Direction.FORWARDS, version)
                .concatMapIterable(portion -> portion, 1)
                .toIterable()
                .iterator());
  }

  /** Returns the document that has refused writers since the stream left {@code CREATE_ONLY}. */
  private Optional<StateItem> seal() {
    return Moved.of(targetWriter.read(Keys.movedFrom(stream)))
        .map(left -> targetWriter.read(Keys.sliceFrom(stream, left.version() + 1)))
        .filter(item -> Moved.of(item).isPresent());
  }

  /** The slice to write last, and what lies under its key; no slice where only a seal goes. */
  private record Connection(StateItem before, List<RecordedEvent> slice) {}

  private Connection copy(Moved moved, Optional<StateItem> seal) {
    try {
      PeekingEvents events = events(1, moved.version());
      long end = endOfCopied(events, moved.version());
      StateItem gap = targetWriter.read(Keys.sliceFrom(stream, end + 1));
      List<RecordedEvent> connecting =
          end == moved.version() ? List.of() : copies.nextSlice(events);
      List<List<Long>> written = new ArrayList<>();
      while (events.hasNext()) {
        List<RecordedEvent> slice = copies.nextSlice(events);
        create(slice);
        written.add(List.of(slice.get(0).version(), slice.get(slice.size() - 1).version()));
      }
      verify(written, moved.version());
      return new Connection(seal.orElse(gap), connecting);
    } catch (CorruptStreamException | LimitExceededException e) {
      if (!moved.done()) {
        thaw(moved);
      }
      throw e;
    }
  }

  /** Follows the slices that are connected already, holding each against the stream. */
  private long endOfCopied(PeekingEvents events, long version) {
    long end = 0;
    while (end < version) {
      StateItem item = targetWriter.read(Keys.sliceFrom(stream, end + 1));
      if (!item.exists() || Moved.of(item).isPresent()) {
        return end;
      }
      Slice slice = Documents.readSlice(stream, item);
      copies.requireSame(events.upTo(slice.last()), slice.events());
      end = slice.last();
    }
    return end;
  }

  private void create(List<RecordedEvent> slice) {
    StateItem item = targetWriter.read(Keys.sliceFrom(stream, slice.get(0).version()));
    if (!item.exists() && !targetWriter.put(item, document(slice), now -> holds(now, slice))) {
      item = targetWriter.read(item.key());
    }
    if (item.exists()) {
      copies.requireSame(slice, Documents.readSlice(stream, item).events());
    }
  }

  private byte[] document(List<RecordedEvent> slice) {
    return Documents.slice(stream, EventCopies.data(slice), slice.get(0).version());
  }

  private boolean holds(StateItem item, List<RecordedEvent> slice) {
    return item.exists()
        && Moved.of(item).isEmpty()
        && Documents.readSlice(stream, item).holds(EventCopies.data(slice), slice.get(0).version());
  }

  /** Reads the copies, and the stream once more. */
  private void verify(List<List<Long>> slices, long version) {
    if (slices.isEmpty()) {
      return;
    }
    PeekingEvents events = events(slices.get(0).get(0), version);
    for (List<Long> ends : slices) {
      StateItem item = targetWriter.read(Keys.sliceFrom(stream, ends.get(0)));
      copies.requireSame(events.upTo(ends.get(1)), Documents.readSlice(stream, item).events());
    }
  }

  private void connect(Connection connection) {
    List<RecordedEvent> slice = connection.slice();
    StateItem before = connection.before();
    if (slice.isEmpty()) {
      if (Moved.of(before).isPresent()) {
        targetWriter.remove(before);
      }
      return;
    }
    targetWriter.put(before, document(slice), now -> holds(now, slice));
    StateItem connected = targetWriter.read(before.key());
    copies.requireSame(slice, Documents.readSlice(stream, connected).events());
  }

  private Moved setDone(Moved moved) {
    StateItem head = sourceWriter.read(Keys.head(stream));
    Moved done = moved.whenDone();
    Optional<Moved> now = Moved.of(head);
    if (now.equals(Optional.of(moved))) {
      sourceWriter.put(head, done);
      now = Moved.of(sourceWriter.read(head.key()));
    }
    if (now.isEmpty() || !now.get().done()) {
      throw new CorruptStreamException(
          "stream '"
              + stream
              + "': a writer of "
              + from
              + " wrote over the head while the stream was moved: stop the writers of "
              + from
              + ", then look at both with the documents at hand",
          null);
    }
    return now.get();
  }

  /** Lets the writers of the old mode write again. */
  private void thaw(Moved moved) {
    StateItem head = sourceWriter.read(Keys.head(stream));
    @Nullable StateItem fence = from == SliceMode.OFF ? sourceWriter.read(fenceKey(moved)) : null;
    if (!Moved.of(head).equals(Optional.of(moved))) {
      return;
    }
    StateItem last = sourceWriter.read(Keys.version(stream, moved.version()));
    byte[] old = Documents.head(moved.version(), MoveFromCreateOnly.naming(from, last));
    boolean hasFence = fence != null && Moved.of(fence).isPresent();
    sourceWriter.settle(
        head,
        () ->
            hasFence
                ? source.transact(
                    List.of(
                        new Delete(
                            fenceKey(moved), Condition.unchanged(Objects.requireNonNull(fence))),
                        new Upsert(head.key(), old, Condition.unchanged(head))))
                : source.save(head.key(), old, Condition.unchanged(head)),
        item -> Moved.of(item).isEmpty());
  }
}
