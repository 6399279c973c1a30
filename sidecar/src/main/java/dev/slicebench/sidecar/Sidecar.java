package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.backend.CosmosMeter;
import java.util.Optional;

/** A Dapr sidecar that answers. Closing it stops what was started for it, and nothing else. */
public interface Sidecar extends AutoCloseable {

  /** Returns what it is and how it came to be. */
  SidecarInfo info();

  /** Returns where its gRPC API listens, as {@code host:port}. */
  String grpcAddress();

  /**
   * Returns the same address as a value for {@code DAPR_GRPC_ENDPOINT}: {@code http://host:port},
   * or {@code https://} where the API is behind TLS.
   */
  default String grpcEndpoint() {
    return "http://" + grpcAddress();
  }

  /**
   * Returns why it no longer runs, as one line that names the log kept; empty while it runs, after
   * {@link #close()}, and for one that somebody else runs.
   */
  default Optional<String> failure() {
    return Optional.empty();
  }

  /** Counts what its Cosmos DB is asked; empty where another store, or no counter, is behind it. */
  default Optional<CosmosMeter> cosmos() {
    return Optional.empty();
  }

  /** Returns whether what is in its store goes when it is closed, so that nobody need delete it. */
  default boolean isStoreTemporary() {
    return true;
  }

  /**
   * Returns whether its store is the memory of its own process, as far as the component says: what
   * is written there goes with the process, by the store's nature.
   */
  default boolean isStoreInMemory() {
    return false;
  }

  /**
   * Returns why documents written through it expire, in words, as its component file or its store's
   * settings say; empty where neither does, or neither is known.
   */
  default Optional<String> expiry() {
    return Optional.empty();
  }

  /** Returns where it can be broken: as its {@linkplain SidecarOptions options} asked for. */
  default FaultPoints faultPoints() {
    return FaultPoints.NONE;
  }

  /** Stops what was started for it and removes its data; a second call does nothing. */
  @Override
  void close();
}
