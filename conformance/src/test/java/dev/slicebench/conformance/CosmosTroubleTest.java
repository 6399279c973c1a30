package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.conformance.history.check.CheckResult;
import dev.slicebench.conformance.history.check.CheckResult.HistoryVerdict;
import dev.slicebench.conformance.history.check.HistoryCheck;
import dev.slicebench.cosmos.CosmosEmulator;
import dev.slicebench.cosmos.emulator.Faults.Fault;
import dev.slicebench.cosmos.tap.CosmosTap;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.UnknownOutcomeException;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Cosmos DB that throttles, or is gone, while two writers a mode append through a real daprd:
 * what fails, fails as a typed failure; afterwards every stream holds what was acknowledged, can be
 * read, and can be appended to.
 */
class CosmosTroubleTest {

  private static final int WRITERS = 2;
  private static final int MOST_EVENTS = 3;

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
  void throttled(@TempDir Path folder) throws Exception {
    Histories histories = new Histories(folder);
    appendWhile(
        histories,
        () -> {
          emulator.faults().next(STORM, new Fault.Refuse(DOCUMENTS, 429, 1));
          return null;
        });

    assertThat(emulator.faults().left()).isBetween(1, STORM - 1);
    emulator.faults().clear();
    assertAllIsWell(histories);
  }

  @Test
  void gone(@TempDir Path folder) throws Exception {
    Histories histories = new Histories(folder);
    int port = way.endpoint().getPort();
    appendWhile(
        histories,
        () -> {
          way.close();
          return null;
        });
    way = CosmosTap.start(emulator.endpoint(), port, Optional.empty());

    assertAllIsWell(histories);
  }

  /** A history a mode. */
  private static final class Histories {

    private final Map<SliceMode, HistoryRecorder> recorders = new EnumMap<>(SliceMode.class);

    Histories(Path folder) throws IOException {
      for (SliceMode mode : SliceMode.values()) {
        Header header = new Header(0, "Cosmos DB in trouble", mode.name(), "two writers");
        recorders.put(mode, HistoryRecorder.create(folder.resolve(mode + ".jsonl"), header));
      }
    }

    HistoryRecorder of(SliceMode mode) {
      return Objects.requireNonNull(recorders.get(mode));
    }

    void forEach(BiConsumer<SliceMode, HistoryRecorder> action) {
      recorders.forEach(action);
    }
  }

  private static String stream(SliceMode mode) {
    return "trouble-" + mode;
  }

  private EventStore open(SliceMode mode, Histories histories) {
    return histories
        .of(mode)
        .observe(DaprEventStore.builder(client, sidecar.info().component().name(), mode).build());
  }

  /** Two writers a mode append until they have failed; the trouble comes when all have begun. */
  private void appendWhile(Histories histories, Callable<Void> trouble) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      CountDownLatch begun = new CountDownLatch(WRITERS * SliceMode.values().length);
      List<Future<?>> writers = new ArrayList<>();
      for (SliceMode mode : SliceMode.values()) {
        for (int i = 0; i < WRITERS; i++) {
          writers.add(threads.submit(() -> append(open(mode, histories), stream(mode), begun)));
        }
      }
      begun.await();
      histories.forEach((mode, history) -> history.fault("trouble"));
      trouble.call();
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void append(EventStore store, String stream, CountDownLatch begun) {
    int count = 0;
    try {
      while (true) {
        store
            .blocking()
            .append(stream, ExpectedVersion.any(), StoreTest.events(1 + count % MOST_EVENTS));
        if (count++ == 0) {
          begun.countDown();
        }
      }
    } catch (StoreUnavailableException | UnknownOutcomeException e) {
      assertThat(count).as("appends to %s before the trouble", stream).isPositive();
    } finally {
      if (count == 0) {
        begun.countDown();
      }
    }
  }

  private void assertAllIsWell(Histories histories) {
    histories.forEach(
        (mode, history) -> {
          history.heal("trouble");
          BlockingEventStore store = open(mode, histories).blocking();
          List<EventData> more = StoreTest.events(2);
          long head = store.append(stream(mode), ExpectedVersion.any(), more).nextExpectedVersion();
          assertThat(store.load(stream(mode))).hasSize((int) head).hasSizeGreaterThan(more.size());
          history.close();
          assertThat(HistoryCheck.of(history.file()).result())
              .as("%s", mode)
              .returns(HistoryVerdict.SOUND, CheckResult::verdict);
        });
  }
}
