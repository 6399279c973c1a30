package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.reference.ReferenceEventStore;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.embedded.CallRecorder;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many calls to Dapr an append and a load cost, at the gRPC channel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallCountTest {

  private static final String GET = "GetState";
  private static final String BULK = "GetBulkState";
  private static final String SAVE = "SaveState";
  private static final String TRANSACT = "ExecuteStateTransaction";
  private static final String QUERY = "QueryStateAlpha1";

  /** Versions that one bulk read or query covers. */
  private static final int WINDOW = 100;

  private static final int LARGE_WINDOW = 400;

  private static final List<Integer> LENGTHS = List.of(1, 10, 100, 1_000);

  private final CallRecorder calls = new CallRecorder();
  private EmbeddedSidecar sidecar;
  private DaprClient client;

  @BeforeAll
  void start() {
    sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT, calls);
    client = SidecarUnderTest.clientOf(sidecar);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  @ParameterizedTest
  @EnumSource
  void anAppendAtAVersionThatTheStoreHasSeen(SliceMode mode) {
    String stream = streamOf(mode, 5, 1);
    BlockingEventStore store = ours(mode).blocking();
    store.append(stream, ExpectedVersion.exact(5), StoreTest.events(2));
    calls.takeMethods();

    store.append(stream, ExpectedVersion.exact(7), StoreTest.events(2));

    assertThat(calls.takeMethods())
        .isEqualTo(
            switch (mode) {
              case OFF -> List.of(TRANSACT);
              case TRANSACTIONAL, OFF_AND_SHARED_ALL -> List.of(GET, TRANSACT);
              case TWO_PHASED -> List.of(GET, SAVE, SAVE);
              case CREATE_ONLY -> List.of(SAVE);
            });
  }

  @ParameterizedTest
  @EnumSource
  void anAppendAtFirstContact(SliceMode mode) {
    String stream = streamOf(mode, 5, 1);
    BlockingEventStore store = ours(mode).blocking();

    store.append(stream, ExpectedVersion.exact(5), StoreTest.events(2));

    assertThat(calls.takeMethods())
        .isEqualTo(
            switch (mode) {
              case OFF, TRANSACTIONAL -> List.of(BULK, TRANSACT);
              // No document under a version's key: are they slices of another mode?
              case OFF_AND_SHARED_ALL -> List.of(BULK, GET, TRANSACT);
              case TWO_PHASED -> List.of(BULK, SAVE, SAVE);
              case CREATE_ONLY -> List.of(BULK, SAVE);
            });
  }

  /** A stream of that name may be another mode's; after that the store has seen it. */
  @ParameterizedTest
  @EnumSource
  void aFirstAppend(SliceMode mode) {
    String stream = StoreTest.newStream();
    BlockingEventStore store = ours(mode).blocking();

    store.append(stream, ExpectedVersion.noStream(), StoreTest.events(2));

    assertThat(calls.takeMethods())
        .isEqualTo(
            switch (mode) {
              case OFF, TRANSACTIONAL, OFF_AND_SHARED_ALL -> List.of(BULK, TRANSACT);
              case TWO_PHASED -> List.of(BULK, SAVE, SAVE);
              case CREATE_ONLY -> List.of(BULK, SAVE);
            });
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void anAppendOfTheReference(SliceMode mode) {
    String stream = streamOf(mode, 5, 1);
    BlockingEventStore store = reference(mode).blocking();
    List<String> each =
        mode == SliceMode.TWO_PHASED ? List.of(GET, GET, SAVE, SAVE) : List.of(GET, GET, TRANSACT);

    store.append(stream, ExpectedVersion.exact(5), StoreTest.events(2));
    assertThat(calls.takeMethods()).isEqualTo(each);
    store.append(stream, ExpectedVersion.exact(7), StoreTest.events(2));
    assertThat(calls.takeMethods()).isEqualTo(each);
  }

  @ParameterizedTest
  @EnumSource
  void aLoad(SliceMode mode) {
    for (int length : LENGTHS) {
      String stream = streamOf(mode, length, 1);

      assertThat(ours(mode).blocking().load(stream)).hasSize(length);

      int windows = (length + WINDOW - 1) / WINDOW;
      // Once a window told that each version has a small document of its own.
      int largeWindows = Math.max(0, (length - WINDOW + LARGE_WINDOW - 1) / LARGE_WINDOW);
      assertThat(calls.takeMethods())
          .as("%d events", length)
          .isEqualTo(
              switch (mode) {
                case OFF -> length == 1 ? List.of(BULK, GET) : bulkThen(windows, BULK);
                case TRANSACTIONAL, TWO_PHASED ->
                    length == 1 ? List.of(BULK, GET) : bulkThen(1 + largeWindows, BULK);
                case OFF_AND_SHARED_ALL ->
                    Stream.concat(Stream.of(BULK), headThen(windows, QUERY).stream()).toList();
                // The end is where a key is missing: it may lie in the next window.
                case CREATE_ONLY -> bulkThen((length < WINDOW ? 1 : 2) + largeWindows, BULK);
              });
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void aLoadOfTheReference(SliceMode mode) {
    for (int length : LENGTHS) {
      for (int perAppend : List.of(1, 10)) {
        String stream = streamOf(mode, length, perAppend);

        assertThat(reference(mode).blocking().load(stream)).hasSize(length);

        assertThat(calls.takeMethods())
            .as("%d events, %d an append", length, perAppend)
            .isEqualTo(
                switch (mode) {
                  case OFF -> headThen((length + 19) / 20, BULK);
                  case TRANSACTIONAL, TWO_PHASED ->
                      headThen((length + perAppend - 1) / perAppend, GET);
                  case OFF_AND_SHARED_ALL -> headThen(1, QUERY);
                  case CREATE_ONLY -> throw new IllegalArgumentException();
                });
      }
    }
  }

  private static List<String> bulkThen(int count, String call) {
    return Stream.concat(Stream.of(BULK), Collections.nCopies(count, call).stream()).toList();
  }

  private static List<String> headThen(int count, String call) {
    return Stream.concat(Stream.of(GET), Collections.nCopies(count, call).stream()).toList();
  }

  /** A stream written by another store instance; the calls are forgotten. */
  private String streamOf(SliceMode mode, int length, int perAppend) {
    String stream = StoreTest.newStream();
    BlockingEventStore writer = ours(mode).blocking();
    for (int head = 0; head < length; head += perAppend) {
      int count = Math.min(perAppend, length - head);
      writer.append(stream, ExpectedVersion.exact(head), StoreTest.events(count));
    }
    calls.takeMethods();
    return stream;
  }

  private EventStore ours(SliceMode mode) {
    return DaprEventStore.builder(state(), profile(), mode).allowUnsafe().build();
  }

  private EventStore reference(SliceMode mode) {
    return new ReferenceEventStore(state(), mode, MetadataProvider.standard(mode, profile()));
  }

  private StoreProfile profile() {
    SidecarInfo.Component component = sidecar.info().component();
    return StoreProfile.of(component.type(), component.version(), component.capabilities());
  }

  private StateStore state() {
    return new DaprStateStore(client, sidecar.info().component().name());
  }
}
