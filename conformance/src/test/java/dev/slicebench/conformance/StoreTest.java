package dev.slicebench.conformance;

import dev.slicebench.conformance.reference.ReferenceEventStore;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.Json;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * Tests on a store that is named by {@link EachStore}, or by a source of some of them, over a
 * sidecar that is shared by all tests of a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreTest {

  private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
  private static final AtomicInteger STREAMS = new AtomicInteger();

  @RegisterExtension public final SidecarUnderTest sidecar = new SidecarUnderTest();

  @Parameter @Nullable TestedStore store;

  @BeforeParameterizedClassInvocation
  void begin(TestedStore on) {
    sidecar.begin(on);
  }

  @AfterParameterizedClassInvocation
  void end() {
    sidecar.end();
  }

  /** The store that the tests run on now. */
  public TestedStore store() {
    return Objects.requireNonNull(store);
  }

  /** The modes that the store supports. */
  public List<SliceMode> modes() {
    return store().supported();
  }

  /** Those that keep their promises on this store while no connection breaks. */
  public List<SliceMode> safeModes() {
    return store().safe();
  }

  /** Whether all modes are unsafe here where connections break. */
  public boolean isUnsafeUnderFaults() {
    return store().isUnsafeUnderFaults();
  }

  /** Those that do not. */
  public List<SliceMode> unsafeModes() {
    return modes().stream().filter(mode -> !safeModes().contains(mode)).toList();
  }

  /** Those that the original has too. */
  public List<SliceMode> originalModes() {
    return modes().stream().filter(mode -> mode != SliceMode.CREATE_ONLY).toList();
  }

  /** Those of the original's that are safe. */
  public List<SliceMode> safeOriginalModes() {
    return originalModes().stream().filter(safeModes()::contains).toList();
  }

  /** A new instance of the library's store, which has seen no stream yet. */
  public EventStore open(SliceMode mode) {
    return open(state(), mode);
  }

  public EventStore open(StateStore state, SliceMode mode) {
    return DaprEventStore.builder(state, profile(), mode).allowUnsafe().build();
  }

  public EventStore reference(StateStore state, SliceMode mode) {
    return new ReferenceEventStore(state, mode, metadata(mode));
  }

  /** The metadata that a caller of the original would choose for the mode on this store. */
  public MetadataProvider metadata(SliceMode mode) {
    return MetadataProvider.standard(mode, profile());
  }

  public StateStore state() {
    return new DaprStateStore(sidecar.client(), sidecar.info().component().name());
  }

  public StoreProfile profile() {
    SidecarInfo.Component component = sidecar.info().component();
    return StoreProfile.of(component.type(), component.version(), component.capabilities());
  }

  public static String newStream() {
    return "s-" + RUN + "-" + STREAMS.incrementAndGet();
  }

  public static List<EventData> events(int count) {
    List<EventData> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = UUID.randomUUID().toString();
      events.add(new EventData(id, "happened", Json.of(List.of(id.toString(), i))));
    }
    return events;
  }

  /** The events as a stream at version {@code head} records them. */
  public static List<RecordedEvent> recorded(String stream, long head, List<EventData> events) {
    List<RecordedEvent> recorded = new ArrayList<>();
    for (EventData event : events) {
      recorded.add(
          new RecordedEvent(
              event.id(), event.name(), stream, event.data(), head + recorded.size() + 1));
    }
    return recorded;
  }
}
