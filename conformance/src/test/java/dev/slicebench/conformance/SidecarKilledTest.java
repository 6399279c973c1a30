package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.Attempt.Fate;
import dev.slicebench.sidecar.Backend;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.sidecar.SidecarKind;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.SliceMode;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real sidecar that is killed while writers append, and started again on the same data. */
class SidecarKilledTest {

  private static final int WRITERS = 8;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 60;
  private static final int STREAMS = 3;

  @BeforeAll
  static void requireDaprd() {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
  }

  @SuppressWarnings("try") // Closing a client can be interrupted; the test then is too.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF_AND_SHARED_ALL")
  void whatWasAcknowledgedIsThereAndWhatWasRefusedIsNot(SliceMode mode, @TempDir Path folder)
      throws Exception {
    Backend.ComponentFile sqlite = new Backend.ComponentFile(componentFile(folder));
    List<String> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(StoreSpecification.newStream());
    }

    List<List<Attempt>> attempts;
    Set<ProcessHandle> others = children();
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, sqlite);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      attempts = appendUntilKilled(open(client, sidecar, mode), streams, others);
    }

    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, sqlite);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      for (int i = 0; i < STREAMS; i++) {
        String stream = streams.get(i);
        EventStore store = open(client, sidecar, mode);
        Audit audit = Audit.of(attempts.get(i), store.blocking().load(stream));
        assertThat(audit.witness()).as("%s", audit).isEmpty();

        long head = store.blocking().head(stream).orElse(0);
        for (int count = 1; count <= 3; count++) {
          head =
              open(client, sidecar, mode)
                  .blocking()
                  .append(stream, ExpectedVersion.any(), StoreSpecification.events(count))
                  .nextExpectedVersion();
        }
        assertThat(store.blocking().load(stream)).hasSize((int) head);
      }
    }
  }

  /** The attempts by stream. */
  private static List<List<Attempt>> appendUntilKilled(
      EventStore store, List<String> streams, Set<ProcessHandle> others) throws Exception {
    CountDownLatch acknowledged = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<List<Attempt>>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String stream = streams.get(i % STREAMS);
        Callable<List<Attempt>> writer = () -> appendUntilItFails(store, stream, acknowledged);
        writers.add(threads.submit(writer));
      }
      acknowledged.await();
      Set<ProcessHandle> started = children();
      started.removeAll(others);
      assertThat(started).as("the daprd of this test").isNotEmpty();
      started.stream()
          .filter(process -> process.info().command().orElse("").endsWith("daprd"))
          .forEach(ProcessHandle::destroyForcibly);

      List<List<Attempt>> attempts = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        attempts.add(new ArrayList<>());
      }
      for (int i = 0; i < WRITERS; i++) {
        attempts.get(i % STREAMS).addAll(writers.get(i).get());
      }
      return attempts;
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Attempt> appendUntilItFails(
      EventStore store, String stream, CountDownLatch acknowledged) {
    List<Attempt> attempts = new ArrayList<>();
    while (true) {
      long head;
      try {
        head = store.blocking().head(stream).orElse(0);
      } catch (EventStoreException e) {
        return attempts;
      }
      Attempt attempt =
          Attempt.of(
              store,
              stream,
              attempts.size() % 2 == 0 ? ExpectedVersion.exact(head) : ExpectedVersion.any(),
              StoreSpecification.events(1 + attempts.size() % 3));
      attempts.add(attempt);
      if (attempt.is(Fate.UNKNOWN) || attempt.is(Fate.REFUSED)) {
        return attempts;
      }
      if (attempt.is(Fate.ACKNOWLEDGED)) {
        acknowledged.countDown();
      }
    }
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().descendants().collect(Collectors.toCollection(HashSet::new));
  }

  private static EventStore open(DaprClient client, Sidecar sidecar, SliceMode mode) {
    SidecarInfo.Component component = sidecar.info().component();
    return DaprEventStore.builder(client, component.name(), mode).build();
  }

  private static Path componentFile(Path folder) throws IOException {
    Path file = folder.resolve("killed.yaml");
    Files.writeString(
        file,
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        spec:
          type: state.sqlite
          version: v1
          metadata:
          - name: connectionString
            value: "%s"
          - name: keyPrefix
            value: none
        """
            .formatted(folder.resolve("data.db")));
    return file;
  }
}
