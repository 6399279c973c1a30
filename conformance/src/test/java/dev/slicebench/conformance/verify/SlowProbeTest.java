package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.SidecarUnderTest;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's look at the modes takes seconds on any store. */
@SuppressWarnings("try") // Closing a client can be interrupted; the test then is too.
class SlowProbeTest {

  private static final List<SliceMode> MODES = List.of(SliceMode.OFF, SliceMode.CREATE_ONLY);

  @Test
  void aSlowStoreIsNotProbedForEverAndThatIsTold(@TempDir Path folder) throws Exception {
    try (Sidecar sidecar = Sidecars.start(SidecarKind.EMBEDDED, BuiltIn.IN_MEMORY);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      StateStore slow =
          new DaprStateStore(client, sidecar.info().component().name())
              .intercepted(new SlowCalls(Duration.ofMillis(50)));
      long startedNanos = System.nanoTime();

      List<Safety> evidence =
          ModeProbe.probe(slow, sidecar, MODES, 20261126, folder, Duration.ofSeconds(2));

      assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
          .isLessThan(Duration.ofSeconds(40));
      assertThat(evidence)
          .extracting(Safety::mode)
          .containsExactly(SliceMode.OFF, SliceMode.CREATE_ONLY);
      assertThat(evidence)
          .allSatisfy(
              found -> {
                assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
                assertThat(found.reason())
                    .startsWith("not probed to the end: ")
                    .contains("the 4 seconds of profile probe were over");
              });
    }
  }
}
