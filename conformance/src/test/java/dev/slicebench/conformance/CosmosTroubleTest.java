package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.Attempt.Fate;
import dev.slicebench.cosmos.CosmosEmulator;
import dev.slicebench.cosmos.CosmosTap;
import dev.slicebench.cosmos.Faults.Fault;
import dev.slicebench.cosmos.MasterKey;
import dev.slicebench.cosmos.OperationKind;
import dev.slicebench.sidecar.Backend;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarKind;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.SliceMode;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A Cosmos DB that throttles, or is gone, while two writers a mode append through a real daprd:
 * what fails, fails as a typed failure; afterwards every stream holds what was acknowledged, can be
 * read, and can be appended to.
 */
class CosmosTroubleTest {

  private static final int WRITERS = 2;

  /** More than anybody asks again. */
  private static final int STORM = 20_000;

  private static final Set<OperationKind> DOCUMENTS =
      EnumSet.complementOf(EnumSet.of(OperationKind.METADATA));

  private CosmosEmulator emulator;
  private CosmosTap way;
  private Sidecar sidecar;
  private DaprClient client;

  @BeforeEach
  void start() throws IOException {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
    emulator = CosmosEmulator.builder().start();
    way = CosmosTap.start(emulator.endpoint(), 0, Optional.empty());
    sidecar =
        Sidecars.start(
            SidecarKind.NATIVE,
            new Backend.CosmosEndpoint(
                way.endpoint(), MasterKey.WELL_KNOWN, Optional.empty(), Optional.empty()));
    client = SidecarUnderTest.clientOf(sidecar);
  }

  @AfterEach
  void stop() throws Exception {
    if (client != null) {
      client.close();
      sidecar.close();
      way.close();
      emulator.close();
    }
  }

  @Test
  void throttled() throws Exception {
    Map<SliceMode, List<Attempt>> attempts =
        appendWhile(
            () -> {
              emulator.faults().next(STORM, new Fault.Refuse(DOCUMENTS, 429, 1));
              return null;
            });

    assertThat(emulator.faults().left()).isBetween(1, STORM - 1);
    emulator.faults().clear();
    assertAllIsWell(attempts);
  }

  @Test
  void gone() throws Exception {
    int port = way.endpoint().getPort();
    Map<SliceMode, List<Attempt>> attempts =
        appendWhile(
            () -> {
              way.close();
              return null;
            });
    way = CosmosTap.start(emulator.endpoint(), port, Optional.empty());

    assertAllIsWell(attempts);
  }

  private record Writer(SliceMode mode, Future<List<Attempt>> attempts) {}

  private static String stream(SliceMode mode) {
    return "trouble-" + mode;
  }

  private EventStore open(SliceMode mode) {
    return DaprEventStore.builder(client, sidecar.info().component().name(), mode).build();
  }

  /** What the writers of each mode were told; the trouble comes when all have begun. */
  private Map<SliceMode, List<Attempt>> appendWhile(Callable<Void> trouble) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      CountDownLatch begun = new CountDownLatch(WRITERS * SliceMode.values().length);
      List<Writer> writers = new ArrayList<>();
      for (SliceMode mode : SliceMode.values()) {
        for (int i = 0; i < WRITERS; i++) {
          writers.add(new Writer(mode, threads.submit(() -> append(mode, begun))));
        }
      }
      begun.await();
      trouble.call();
      Map<SliceMode, List<Attempt>> attempts = new EnumMap<>(SliceMode.class);
      for (Writer writer : writers) {
        attempts
            .computeIfAbsent(writer.mode, mode -> new ArrayList<>())
            .addAll(writer.attempts.get());
      }
      return attempts;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Appends until it has failed. */
  private List<Attempt> append(SliceMode mode, CountDownLatch begun) {
    EventStore store = open(mode);
    List<Attempt> attempts = new ArrayList<>();
    boolean failed = false;
    while (!failed) {
      Attempt attempt =
          Attempt.of(
              store,
              stream(mode),
              ExpectedVersion.any(),
              StoreSpecification.events(1 + attempts.size() % 3));
      attempts.add(attempt);
      begun.countDown();
      failed = attempt.is(Fate.UNKNOWN) || attempt.is(Fate.REFUSED);
    }
    return attempts;
  }

  private void assertAllIsWell(Map<SliceMode, List<Attempt>> attempts) {
    attempts.forEach(
        (mode, told) -> {
          assertThat(told).extracting(Attempt::fate).as("%s", mode).contains(Fate.ACKNOWLEDGED);
          EventStore store = open(mode);
          Audit audit = Audit.of(told, store.blocking().load(stream(mode)));
          assertThat(audit.witness()).as("%s", mode).isEmpty();
          long head =
              store
                  .blocking()
                  .append(stream(mode), ExpectedVersion.any(), StoreSpecification.events(2))
                  .nextExpectedVersion();
          assertThat(open(mode).blocking().load(stream(mode))).hasSize((int) head);
        });
  }
}
