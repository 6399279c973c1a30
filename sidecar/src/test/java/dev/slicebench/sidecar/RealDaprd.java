package dev.slicebench.sidecar;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The daprd of this machine, or a skipped test. */
final class RealDaprd {

  private RealDaprd() {}

  static Path assume() {
    assumeTrue(
        Sidecars.daprd().isPresent(), "needs a real daprd: run './slicebench sidecar install'");
    return Sidecars.daprd().orElseThrow();
  }
}
