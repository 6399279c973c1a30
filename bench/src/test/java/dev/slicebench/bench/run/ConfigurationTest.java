package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Plan;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

  private static final Plan PLAN = Profile.QUICK.plan(Set.of(SliceMode.OFF));

  @Test
  void isTheSameForTheSameQuestion() {
    assertThat(Configuration.hash(PLAN, sidecar("1.18.1", "one start"), null))
        .hasSize(64)
        .isEqualTo(
            Configuration.hash(
                Profile.QUICK.plan(Set.of(SliceMode.OFF)),
                sidecar("1.18.1", "another start"),
                null));
  }

  /** Or the series of committed runs would end with them. */
  @Test
  void isThatOfRunsFromBeforeTheProtocolsWereRenamed() {
    // Then the original's load was measured in the place of the last cell.
    List<BenchmarkCase> cells = new ArrayList<>(PLAN.cells());
    cells.set(
        cells.size() - 1,
        BenchmarkCase.of(
            Benchmark.LOAD_WHOLE,
            Protocol.ORIGINAL,
            SliceMode.OFF,
            new StreamShape(1000, 10, 1024),
            1));

    assertThat(
            Configuration.hash(
                new Plan(PLAN.profile(), PLAN.pace(), cells), sidecar("1.18.1", ""), null))
        .isEqualTo("6e9c2d4461d2a6ac3333a5409fe3ffd58e0a436619248963ee8bb6e46bf5b709");
  }

  @Test
  void differsWithThePlanAndTheSidecar() {
    String hash = Configuration.hash(PLAN, sidecar("1.18.1", ""), null);

    assertThat(
            Configuration.hash(
                Profile.QUICK.plan(Set.of(SliceMode.CREATE_ONLY)), sidecar("1.18.1", ""), null))
        .isNotEqualTo(hash);
    assertThat(Configuration.hash(PLAN, sidecar("1.18.2", ""), null)).isNotEqualTo(hash);
  }

  @Test
  void differsWithTheLatencyThatWasAskedForAndNotWithWhatWasMeasured() {
    SidecarInfo sidecar = sidecar("1.18.1", "");
    String hash = Configuration.hash(PLAN, sidecar, new AddedLatency(5, 0.3, 0, 5.1, 0.4));

    assertThat(Configuration.hash(PLAN, sidecar, new AddedLatency(5, 0.3, 0, 5.2, 0.5)))
        .isEqualTo(hash);
    assertThat(Configuration.hash(PLAN, sidecar, null)).isNotEqualTo(hash);
    assertThat(Configuration.hash(PLAN, sidecar, new AddedLatency(0.3, 5, 0, 5.1, 0.4)))
        .isNotEqualTo(hash);
    assertThat(Configuration.hash(PLAN, sidecar, new AddedLatency(5, 0.3, 1, 5.1, 0.4)))
        .isNotEqualTo(hash);
  }

  private static SidecarInfo sidecar(String version, String description) {
    return new SidecarInfo(
        SidecarKind.NATIVE,
        version,
        "app",
        new Component("statestore", "state.redis", "v1", Set.of("ETAG")),
        "Redis 7",
        description);
  }
}
