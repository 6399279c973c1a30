package dev.slicebench.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.daprd.Daprd;
import dev.slicebench.sidecar.process.SidecarException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.DockerClientFactory;

/** The services of {@code docker-compose.yml} as sidecars. */
class DockerSidecarTest {

  @BeforeEach
  void requireImages() {
    DockerImages.assume();
  }

  @ParameterizedTest
  @EnumSource(names = {"COSMOSDB", "REDIS", "POSTGRESQL"})
  void answersOnTheLoopbackAndLeavesNothing(BuiltIn backend) throws Exception {
    Set<String> before = containersAndVolumes();
    try (Sidecar sidecar = Sidecars.start(SidecarKind.DOCKER, backend);
        Client client = new Client(sidecar)) {
      assertThat(sidecar.info().kind()).isEqualTo(SidecarKind.DOCKER);
      assertThat(sidecar.info().component().name()).isEqualTo("statestore");
      assertThat(sidecar.info().component().capabilities()).contains("TRANSACTIONAL");
      assertThat(sidecar.info().backend()).endsWith(" in Docker");
      assertThat(sidecar.info().description()).startsWith("daprio/daprd:" + Daprd.release());
      assertThat(client.save(Client.item("a", "1"))).isEqualTo(Client.Outcome.OK);
      assertThat(client.value("a")).isEqualTo("1");
      assertThat(sidecar.failure()).isEmpty();
      for (Container container : docker().listContainersCmd().exec()) {
        if (!before.contains(container.getId())) {
          assertThat(container.getPorts())
              .extracting(ContainerPort::getIp)
              .allMatch(ip -> ip == null || ip.equals("127.0.0.1"));
        }
      }
    }
    assertThat(containersAndVolumes()).isEqualTo(before);
  }

  @Test
  void saysWhatBecameOfADaprdThatEnded() throws Exception {
    Sidecar sidecar = Sidecars.start(SidecarKind.DOCKER, BuiltIn.REDIS);
    try (sidecar) {
      ((DockerSidecar) sidecar).kill();

      assertThat(sidecar.failure().orElseThrow())
          .startsWith("daprd has ended in Docker: ")
          .contains("(log: ")
          .doesNotContain("\n");
    }
    assertThat(sidecar.failure()).isEmpty();
  }

  @Test
  void twoStandSideBySide() {
    try (Sidecar one = Sidecars.start(SidecarKind.DOCKER, BuiltIn.REDIS);
        Sidecar other = Sidecars.start(SidecarKind.DOCKER, BuiltIn.REDIS)) {
      assertThat(one.grpcAddress()).isNotEqualTo(other.grpcAddress());
    }
  }

  @Test
  void refusesABackendThatTheComposeFileDoesNotHave() {
    assertThatThrownBy(() -> Sidecars.start(SidecarKind.DOCKER, BuiltIn.SQLITE))
        .isInstanceOf(SidecarException.class)
        .hasMessageContaining("no service for sqlite");
  }

  private static Set<String> containersAndVolumes() {
    Set<String> all = new HashSet<>();
    docker().listContainersCmd().withShowAll(true).exec().forEach(one -> all.add(one.getId()));
    List<InspectVolumeResponse> volumes = docker().listVolumesCmd().exec().getVolumes();
    if (volumes != null) {
      volumes.forEach(volume -> all.add(volume.getName()));
    }
    return all;
  }

  private static DockerClient docker() {
    return DockerClientFactory.lazyClient();
  }
}
