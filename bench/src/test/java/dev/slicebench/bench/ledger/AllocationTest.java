package dev.slicebench.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.management.ThreadMXBean;
import dev.slicebench.bench.jmh.SampleEvents;
import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What an append of ten events of a kilobyte, and a load of a thousand of them, allocate in the
 * caller's thread, where all of the library's work is done for a caller that waits. Not in it is
 * what gRPC's own threads allocate, nor the sidecar: a fifth more is a fifth of what this project
 * decides over.
 */
class AllocationTest {

  private static final Path SNAPSHOT = Path.of("../results/allocation.json");
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What interpreters and compilers make of the same code differs by less. */
  private static final double MARGIN = 0.2;

  private static final int APPENDS = 100;
  private static final int LOADS = 40;

  @Test
  void nothingAllocatesAFifthMoreThanItDid() throws IOException {
    Map<String, Long> measured = new TreeMap<>();
    for (SliceMode mode : SliceMode.values()) {
      measure(mode, measured);
    }
    if (Boolean.getBoolean("slicebench.renew")) {
      Files.writeString(SNAPSHOT, MAPPER.writeValueAsString(measured) + "\n");
    }
    Map<String, Long> committed =
        MAPPER.readValue(SNAPSHOT.toFile(), new TypeReference<TreeMap<String, Long>>() {});

    assertThat(measured.keySet()).isEqualTo(committed.keySet());
    measured.forEach(
        (operation, bytes) ->
            assertThat(bytes)
                .as(
                    "%s: bytes allocated; if more is meant, renew %s by"
                        + " -Dslicebench.renew=true and say why",
                    operation, SNAPSHOT)
                .isLessThan((long) (committed.getOrDefault(operation, 0L) * (1 + MARGIN))));
  }

  private static void measure(SliceMode mode, Map<String, Long> measured) {
    try (EmbeddedSidecar sidecar = EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT);
        SidecarClient client = new SidecarClient(sidecar.grpcEndpoint())) {
      Component component = sidecar.info().component();
      BlockingEventStore store =
          DaprEventStore.builder(client.dapr(), component.name(), mode)
              .profile(
                  StoreProfile.of(component.type(), component.version(), component.capabilities()))
              .build()
              .blocking();
      SampleEvents events = new SampleEvents(StreamKind.PAYLOAD_BYTES);
      long[] version = {0};
      measured.put(
          mode + " append",
          median(
              APPENDS,
              () -> {
                var next = events.following(version[0], 10);
                store.append("stream", ExpectedVersion.exact(version[0]), next);
                version[0] += 10;
              }));
      measured.put(mode + " load", median(LOADS, () -> store.load("stream")));
    }
  }

  private static long median(int operations, Runnable operation) {
    long[] bytes = new long[operations];
    for (int i = 0; i < operations; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      operation.run();
      bytes[i] = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    Arrays.sort(bytes);
    return bytes[operations / 2];
  }
}
