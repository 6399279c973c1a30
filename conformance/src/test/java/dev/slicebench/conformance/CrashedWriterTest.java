package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.reference.ReferenceDocuments;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What writers that died, or lost, leave behind: readers see none of it, and writers get past. */
@EachStore
class CrashedWriterTest extends StoreTest {

  // TWO_PHASED: slices that no head points to

  @Test
  void aSliceWithoutItsHeadIsNotRead() {
    String stream = twoPhasedStream(2);
    plantOrphan(stream, 2, events(2));

    assertReads(stream, load(stream).subList(0, 2));
    assertThat(load(stream)).hasSize(2);
  }

  @Test
  void aWriterThatMeetsASliceThatMayYetCommitCommitsItForItsWriter() {
    String stream = twoPhasedStream(2);
    List<EventData> dead = events(2);
    plantOrphan(stream, 2, dead);
    BlockingEventStore store = twoPhased();

    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.exact(2), events(2)))
        .isInstanceOf(VersionConflictException.class)
        .extracting(e -> ((VersionConflictException) e).actual())
        .isEqualTo(4L);

    assertThat(load(stream).subList(2, 4)).isEqualTo(recorded(stream, 2, dead));
    assertGoesOn(stream, 4);
  }

  @Test
  void aWriterOfAnyVersionGoesOnBehindTheSliceThatItCommitted() {
    String stream = twoPhasedStream(2);
    List<EventData> dead = events(2);
    plantOrphan(stream, 2, dead);
    List<EventData> sent = events(2);

    assertThat(twoPhased().append(stream, ExpectedVersion.any(), sent).nextExpectedVersion())
        .isEqualTo(6);

    assertThat(load(stream).subList(2, 4)).isEqualTo(recorded(stream, 2, dead));
    assertThat(load(stream).subList(4, 6)).isEqualTo(recorded(stream, 4, sent));
    assertGoesOn(stream, 6);
  }

  @Test
  void aWriterWhoseOwnSliceIsThereOnlyWritesTheHead() {
    String stream = twoPhasedStream(2);
    List<EventData> own = events(2);
    plantOrphan(stream, 2, own);

    AppendResult result = twoPhased().append(stream, ExpectedVersion.exact(2), own);

    assertThat(result.nextExpectedVersion()).isEqualTo(4);
    assertThat(load(stream).subList(2, 4)).isEqualTo(recorded(stream, 2, own));
    assertGoesOn(stream, 4);
  }

  @Test
  void aFirstAppendGetsPastTheSliceOfAFirstAppendThatDied() {
    String stream = newStream();
    List<EventData> dead = events(3);
    plantOrphan(stream, 0, dead);
    assertThat(twoPhased().head(stream)).isEmpty();

    assertThatThrownBy(() -> twoPhased().append(stream, ExpectedVersion.noStream(), events(3)))
        .isInstanceOf(VersionConflictException.class);

    assertThat(load(stream)).isEqualTo(recorded(stream, 0, dead));
    assertGoesOn(stream, 3);
  }

  @Test
  void aDeadSliceUnderTheKeyOfTheNextIsReplaced() {
    String stream = twoPhasedStream(2);
    List<EventData> dead = events(2);
    plantOrphan(stream, 2, dead);
    BlockingEventStore store = twoPhased();
    List<EventData> third = events(1);
    List<EventData> fourth = events(1);

    store.append(stream, ExpectedVersion.exact(2), third);
    store.append(stream, ExpectedVersion.exact(3), fourth);

    assertThat(load(stream)).hasSize(4);
    assertThat(load(stream).subList(2, 3)).isEqualTo(recorded(stream, 2, third));
    assertThat(load(stream).subList(3, 4)).isEqualTo(recorded(stream, 3, fourth));
    assertGoesOn(stream, 4);
  }

  @Test
  void deadSlicesInsideTheCommittedRangeAreNotRead() {
    String stream = twoPhasedStream(2, 3, 4, 1);
    List<RecordedEvent> committed = load(stream);
    // Committed: 1..2, 3..5, 6..9, 10. The orphans begin where a committed slice does, or inside.
    plantOrphan(stream, 0, events(1));
    plantOrphan(stream, 2, events(1));
    plantOrphan(stream, 2, events(2));
    plantOrphan(stream, 4, events(2));
    plantOrphan(stream, 5, events(2));
    plantOrphan(stream, 6, events(2));

    assertReads(stream, committed);
    assertGoesOn(stream, 10);
  }

  @Test
  void deadSlicesBeyondTheHeadOfAllLengthsAreNoObstacle() {
    for (int count = 1; count <= 4; count++) {
      for (int first = 1; first <= 3; first++) {
        String stream = twoPhasedStream(3);
        plantOrphan(stream, first - 1, events(3 + count - first + 1));

        assertGoesOn(stream, 3, count);
      }
    }
  }

  // CREATE_ONLY: a head that is only a hint

  @Test
  void aMissingHintIsNoObstacle() {
    String stream = newStream();
    List<RecordedEvent> model = createOnlyStream(stream, 150);

    state()
        .delete(
            new Delete(hintKey(stream), Condition.none()),
            metadata(SliceMode.CREATE_ONLY).metadata(stream))
        .block();

    assertCreateOnly(stream, model);
  }

  @Test
  void aHintThatIsBehindIsNoObstacle() {
    for (int behind : List.of(1, 2, 50, 99, 149)) {
      String stream = newStream();
      List<RecordedEvent> model = createOnlyStream(stream, 150);

      plant(hintKey(stream), "{\"Version\":" + behind + "}");

      assertCreateOnly(stream, model);
    }
  }

  @Test
  void theHintIsNeverAhead() {
    BlockingEventStore store = open(SliceMode.CREATE_ONLY).blocking();
    String stream = newStream();
    for (int head = 0; head < 200; head += 2) {
      store.append(stream, ExpectedVersion.exact(head), events(2));
      StateItem hint = get(hintKey(stream));
      if (hint.exists()) {
        assertThat(ReferenceDocuments.readHead(hint)).isPositive().isLessThanOrEqualTo(head + 2);
        assertThat(ReferenceDocuments.readHead(hint) % 2).as("where a slice ends").isZero();
      }
    }
  }

  private void assertCreateOnly(String stream, List<RecordedEvent> model) {
    assertThat(open(SliceMode.CREATE_ONLY).blocking().load(stream)).isEqualTo(model);
    assertThat(open(SliceMode.CREATE_ONLY).blocking().head(stream)).hasValue(model.size());
    assertThat(open(SliceMode.CREATE_ONLY).blocking().load(stream, LoadOptions.last(3)))
        .extracting(RecordedEvent::version)
        .containsExactly((long) model.size(), model.size() - 1L, model.size() - 2L);
    assertThatThrownBy(
            () ->
                open(SliceMode.CREATE_ONLY)
                    .blocking()
                    .append(stream, ExpectedVersion.exact(1), events(1)))
        .isInstanceOf(VersionConflictException.class)
        .extracting(e -> ((VersionConflictException) e).actual())
        .isEqualTo((long) model.size());
    assertThat(
            open(SliceMode.CREATE_ONLY)
                .blocking()
                .append(stream, ExpectedVersion.exact(model.size()), events(2))
                .nextExpectedVersion())
        .isEqualTo(model.size() + 2);
    assertThat(
            open(SliceMode.CREATE_ONLY)
                .blocking()
                .append(stream, ExpectedVersion.any(), events(1))
                .nextExpectedVersion())
        .isEqualTo(model.size() + 3);
  }

  private List<RecordedEvent> createOnlyStream(String stream, int length) {
    BlockingEventStore store = open(SliceMode.CREATE_ONLY).blocking();
    List<RecordedEvent> model = new ArrayList<>();
    while (model.size() < length) {
      List<EventData> batch = events(1);
      store.append(stream, ExpectedVersion.exact(model.size()), batch);
      model.addAll(recorded(stream, model.size(), batch));
    }
    return model;
  }

  private BlockingEventStore twoPhased() {
    return open(SliceMode.TWO_PHASED).blocking();
  }

  private List<RecordedEvent> load(String stream) {
    return twoPhased().load(stream);
  }

  private String twoPhasedStream(int... batches) {
    String stream = newStream();
    BlockingEventStore store = twoPhased();
    long head = 0;
    for (int size : batches) {
      head = store.append(stream, ExpectedVersion.exact(head), events(size)).nextExpectedVersion();
    }
    return stream;
  }

  /** As a writer of two phases writes its slice, which then goes no further. */
  private void plantOrphan(String stream, long head, List<EventData> events) {
    List<RecordedEvent> slice = recorded(stream, head, events);
    String key = stream + "|" + (head + events.size());
    state()
        .save(
            new Upsert(key, ReferenceDocuments.slice(slice), Condition.absent()),
            metadata(SliceMode.TWO_PHASED).metadata(stream))
        .block();
  }

  private void plant(String key, String json) {
    state()
        .save(
            new Upsert(key, json.getBytes(StandardCharsets.UTF_8), Condition.none()), metadata(key))
        .block();
  }

  private StateItem get(String key) {
    return Objects.requireNonNull(state().get(key, metadata(key)).block());
  }

  /** That of the stream to which the key belongs, alike in both modes. */
  private Map<String, String> metadata(String key) {
    return metadata(SliceMode.TWO_PHASED).metadata(key.substring(0, key.indexOf('|')));
  }

  private static String hintKey(String stream) {
    return stream + "|from-head";
  }

  private void assertReads(String stream, List<RecordedEvent> committed) {
    int head = committed.size();
    assertThat(twoPhased().head(stream)).hasValue(head);
    for (int from = 1; from <= head; from++) {
      for (int to = from; to <= head; to++) {
        List<RecordedEvent> expected = new ArrayList<>(committed.subList(from - 1, to));
        LoadOptions options = LoadOptions.from(from).withTo(to);
        assertThat(twoPhased().load(stream, options)).isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(twoPhased().load(stream, options.withDirection(Direction.BACKWARDS)))
            .isEqualTo(expected);
      }
    }
  }

  /** Fresh writers of all lengths append, and nothing that was there changes. */
  private void assertGoesOn(String stream, long head) {
    for (int count = 1; count <= 4; count++) {
      head = assertGoesOn(stream, head, count);
    }
  }

  private long assertGoesOn(String stream, long head, int count) {
    List<RecordedEvent> model = new ArrayList<>(load(stream));
    assertThat(model).hasSize((int) head);
    List<EventData> sent = events(count);
    BlockingEventStore store = twoPhased();
    long version;
    try {
      version = store.append(stream, ExpectedVersion.exact(head), sent).nextExpectedVersion();
    } catch (VersionConflictException e) {
      // The slice of a dead writer was committed in its stead: the next append must succeed.
      model = new ArrayList<>(load(stream));
      assertThat(model).hasSize((int) e.actual()).hasSizeGreaterThan((int) head);
      version = store.append(stream, ExpectedVersion.exact(e.actual()), sent).nextExpectedVersion();
    }
    model.addAll(recorded(stream, model.size(), sent));
    assertThat(load(stream)).isEqualTo(model);
    assertThat(version).isEqualTo(model.size());
    return version;
  }
}
