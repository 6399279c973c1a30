package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever JSON an append acknowledges is read back equal: to the character, or as the same value
 * where the store keeps JSON. What would not be is refused, and leaves the stream as it was.
 */
@EachStore
class AnyJsonTest extends StoreTest {

  private static final int EVENTS = 120;

  @ParameterizedTest(name = "{0}")
  @MethodSource("modes")
  void isReadBackEqualOrRefused(SliceMode mode) {
    assertReadBack(
        () -> open(mode),
        switch (mode) {
          case OFF, TWO_PHASED, CREATE_ONLY -> profile().jsonValues();
          case TRANSACTIONAL -> false;
          case OFF_AND_SHARED_ALL -> true;
        });
  }

  /** As the original's {@code PartitionPerStream} asks for on any store. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"TWO_PHASED", "CREATE_ONLY"})
  void isReadBackEqualOrRefusedWhereTheMetadataSaysJson(SliceMode mode) {
    assertReadBack(
        () ->
            DaprEventStore.builder(state(), profile(), mode)
                .metadata(metadata(mode).withJsonContent())
                .allowUnsafe()
                .build(),
        true);
  }

  private void assertReadBack(Supplier<EventStore> open, boolean asValues) {
    long seed = new Random().nextLong();
    System.out.println("seed of random JSON: " + seed);
    Random random = new Random(seed);
    RandomJson json = new RandomJson(random);
    BlockingEventStore store = open.get().blocking();
    String stream = newStream();
    List<EventData> kept = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < EVENTS; i++) {
      EventData event = new EventData("e" + i + "-ü", "n", Json.parse(json.next()));
      try {
        store.append(stream, ExpectedVersion.exact(kept.size()), List.of(event));
        kept.add(event);
      } catch (InvalidRequestException e) {
        assertThat(asValues).as("seed %d: %s of %s", seed, e.getMessage(), event).isTrue();
        refused++;
      }
    }
    assertThat(kept.size()).as("seed %d", seed).isGreaterThan(EVENTS / 4);
    assertThat(refused > 0).as("seed %d: any refused", seed).isEqualTo(asValues);

    List<RecordedEvent> loaded = open.get().blocking().load(stream);
    assertThat(loaded).as("seed %d", seed).hasSameSizeAs(kept);
    for (int i = 0; i < kept.size(); i++) {
      EventData right = kept.get(i);
      RecordedEvent event = loaded.get(i);
      boolean same =
          asValues
              ? JsonEquality.same(event.data().text(), right.data().text())
              : event.data().equals(right.data());
      assertThat(same).as("seed %d: %s came back as %s", seed, right, event).isTrue();
      assertThat(event.id()).isEqualTo(right.id());
    }
  }
}
