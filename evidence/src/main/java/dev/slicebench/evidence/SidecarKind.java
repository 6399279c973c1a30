package dev.slicebench.evidence;

/** Where a sidecar comes from. */
public enum SidecarKind {
  /** A sidecar that somebody else runs. */
  ATTACHED,
  /** The images of {@code docker-compose.yml}. */
  DOCKER,
  /** A {@code daprd} binary, run as a child process. */
  NATIVE,
  /** This project's own implementation of the state part of Dapr's protocol; not Dapr. */
  EMBEDDED
}
