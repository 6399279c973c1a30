package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.sidecar.SidecarInfo.Component;
import dev.slicebench.sidecar.SidecarKind;
import dev.slicebench.store.SliceMode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

  private static final Plan PLAN = Profile.QUICK.plan(Set.of(SliceMode.OFF));

  @Test
  void isTheSameForTheSameQuestion() {
    assertThat(Configuration.hash(PLAN, sidecar("1.18.1", "one start")))
        .hasSize(64)
        .isEqualTo(
            Configuration.hash(
                Profile.QUICK.plan(Set.of(SliceMode.OFF)), sidecar("1.18.1", "another start")));
  }

  @Test
  void differsWithThePlanAndTheSidecar() {
    String hash = Configuration.hash(PLAN, sidecar("1.18.1", ""));

    assertThat(
            Configuration.hash(
                Profile.QUICK.plan(Set.of(SliceMode.CREATE_ONLY)), sidecar("1.18.1", "")))
        .isNotEqualTo(hash);
    assertThat(Configuration.hash(PLAN, sidecar("1.18.2", ""))).isNotEqualTo(hash);
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
