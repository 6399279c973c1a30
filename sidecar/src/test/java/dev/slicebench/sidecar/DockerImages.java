package dev.slicebench.sidecar;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.slicebench.sidecar.docker.ComposeFileTest;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;

/**
 * The images of {@code docker-compose.yml}. Where they cannot be pulled, {@code
 * src/test/docker/build-images.sh} builds stand-ins under their names, from the native daprd and
 * slicebench's own emulator: then it is how the containers are started that is tested, not
 * Microsoft's emulator.
 */
final class DockerImages {

  private DockerImages() {}

  /** Skips a test where there is no Docker engine, or an image is missing. */
  static void assume() {
    if (DockerSidecar.problem().isPresent()) {
      abort("needs a Docker engine that runs: see sidecar/src/test/docker/build-images.sh");
    }
    Set<String> here =
        DockerClientFactory.lazyClient().listImagesCmd().exec().stream()
            .flatMap(image -> Arrays.stream(image.getRepoTags()))
            .collect(Collectors.toSet());
    for (String image : ComposeFileTest.images()) {
      if (!here.contains(image)) {
        abort(
            "needs the image "
                + image
                + ": pull it, or build stand-ins with sidecar/src/test/docker/build-images.sh");
      }
    }
  }
}
