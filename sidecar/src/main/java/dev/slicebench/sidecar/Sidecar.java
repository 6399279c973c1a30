package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarInfo;
import java.util.Optional;

/** A Dapr sidecar that answers. Closing it stops what was started for it, and nothing else. */
public interface Sidecar extends AutoCloseable {

  /** What it is and how it came to be. */
  SidecarInfo info();

  /** Where its gRPC API listens, as {@code host:port}. */
  String grpcAddress();

  /**
   * The same as a value for {@code DAPR_GRPC_ENDPOINT}: {@code http://host:port}, or {@code
   * https://} where the API is behind TLS.
   */
  default String grpcEndpoint() {
    return "http://" + grpcAddress();
  }

  /**
   * Why it no longer runs, as one line that names the log kept; empty while it runs, after {@link
   * #close()}, and for one that somebody else runs.
   */
  default Optional<String> failure() {
    return Optional.empty();
  }

  /** Counts what its Cosmos DB is asked; empty where another store, or no counter, is behind it. */
  default Optional<CosmosMeter> cosmos() {
    return Optional.empty();
  }

  /** Whether what is in its store goes when it is closed, so that nobody need delete it. */
  default boolean isStoreTemporary() {
    return true;
  }

  /**
   * Whether its store is the memory of its own process, as far as the component says: what is
   * written there goes with the process, by the store's nature.
   */
  default boolean isStoreInMemory() {
    return false;
  }

  /**
   * Why documents written through it expire, in words, as its component file or its store's
   * settings say; empty where neither does, or neither is known.
   */
  default Optional<String> expiry() {
    return Optional.empty();
  }

  /** Where it can be broken: as its {@linkplain SidecarOptions options} asked for. */
  default FaultPoints weakPoints() {
    return FaultPoints.NONE;
  }

  /** Stops what was started for it and removes its data; a second call does nothing. */
  @Override
  void close();
}
