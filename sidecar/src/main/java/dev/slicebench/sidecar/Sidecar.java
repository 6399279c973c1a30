package dev.slicebench.sidecar;

/** A Dapr sidecar that answers. Closing it stops what was started for it, and nothing else. */
public interface Sidecar extends AutoCloseable {

  /** What it is and how it came to be. */
  SidecarInfo info();

  /** Where its gRPC API listens, as {@code host:port}. */
  String grpcAddress();

  @Override
  void close();
}
