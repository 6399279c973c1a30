package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.EachStore;
import dev.slicebench.conformance.StoreTest;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probe sees is what the tests and the library hold of a store. */
@EachStore
class ModeProbeTest extends StoreTest {

  private static final long SEED = Long.getLong("slicebench.seed", System.nanoTime());

  @Test
  void theProbeAgreesWithTheProfileAndLeavesNothingBehind(@TempDir Path folder) {
    Map<String, Map<String, String>> written = new ConcurrentHashMap<>();
    StateStore watched =
        state()
            .intercepted(
                Write.class,
                (write, next) -> {
                  write.operations().forEach(o -> written.put(o.key(), write.metadata()));
                  return write.on(next);
                });

    List<Safety> evidence =
        ModeProbe.probe(
            watched,
            sidecar.running(),
            List.of(SliceMode.values()),
            SEED,
            folder,
            Duration.ofMinutes(5));

    assertThat(evidence).extracting(Safety::mode).containsExactly(SliceMode.values());
    for (Safety found : evidence) {
      assertThat(found.verdict()).as("%s, seed %d", found, SEED).isEqualTo(expected(found.mode()));
      // The probe breaks nothing.
      assertThat(told(profile().standing(found.mode())))
          .isEqualTo(
              found.verdict() == Verdict.SAFE && isUnsafeUnderFaults()
                  ? Verdict.UNSAFE
                  : found.verdict());
      assertThat(found.reason())
          .contains(
              switch (found.verdict()) {
                case SAFE -> "rules kept";
                case UNSAFE -> "rule 7.";
                case UNSUPPORTED, UNPROVEN, INCONCLUSIVE -> "";
              });
    }
    assertThat(folder).isEmptyDirectory();
    assertThat(written).isNotEmpty();
    assertThat(written)
        .allSatisfy(
            (key, metadata) ->
                assertThat(state().get(key, metadata).block()).matches(item -> !item.exists()));
  }

  private Verdict expected(SliceMode mode) {
    if (!modes().contains(mode)) {
      return Verdict.UNSUPPORTED;
    }
    return safeModes().contains(mode) ? Verdict.SAFE : Verdict.UNSAFE;
  }

  private static Verdict told(ModeStanding standing) {
    if (standing instanceof ModeStanding.Unsupported) {
      return Verdict.UNSUPPORTED;
    }
    return standing instanceof ModeStanding.Unsafe ? Verdict.UNSAFE : Verdict.SAFE;
  }
}
