package dev.slicebench.store.migration;

import static dev.slicebench.store.migration.DocumentWriter.await;

import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.internal.CreateOnlyProtocol;
import dev.slicebench.store.internal.KeyWindows;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.StateItem;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The documents that a stream has left behind in a mode with a head. They are deleted one by one,
 * each as it was read, once the head says that they are no longer all there.
 */
record OldDocuments(StreamDocuments documents, StreamDocuments createOnly, SliceMode mode) {

  /** Deletes them; those of {@code OFF} are emptied, so that their keys stay taken. */
  void delete(Moved moved) {
    Moved deleted = moved.whenDeleted();
    DocumentWriter writer = new DocumentWriter(documents);
    if (moved.kept()) {
      StateItem head = writer.read(Keys.head(documents.stream()));
      if (!Moved.of(head).equals(Optional.of(moved)) || !writer.put(head, deleted)) {
        return;
      }
    }
    for (long low = 1; low <= moved.version(); low += KeyWindows.WINDOW) {
      Range window = new Range(low, Math.min(moved.version(), low + KeyWindows.WINDOW - 1));
      for (StateItem item : await(documents.getAll(keys(window)))) {
        if (!item.exists() || Moved.of(item).isPresent()) {
          continue;
        }
        if (mode == SliceMode.OFF) {
          String id = Documents.readEvent(documents.stream(), item).id();
          writer.put(item, deleted.inPlaceOf(id), now -> Moved.of(now).isPresent());
        } else {
          writer.remove(item);
        }
      }
    }
  }

  private List<String> keys(Range window) {
    String stream = documents.stream();
    if (mode != SliceMode.OFF_AND_SHARED_ALL) {
      return LongStream.rangeClosed(window.low(), window.high())
          .mapToObj(version -> Keys.version(stream, version))
          .toList();
    }
    return await(
        new CreateOnlyProtocol()
            .load(createOnly, LoadOptions.from(window.low()).withTo(window.high()))
            .map(event -> Keys.event(stream, event.id()))
            .collectList());
  }
}
