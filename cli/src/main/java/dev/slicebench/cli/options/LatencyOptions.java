package dev.slicebench.cli.options;

import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.proxy.Latency;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Latency that a loopback does not have. */
public final class LatencyOptions {

  /** The same for every run: runs of the same latency are to be compared. */
  private static final long SEED = 1;

  @Option(
      names = "--store-latency",
      paramLabel = "TIME",
      description =
          "Adds so much, such as 5ms, to every round trip between a daprd of slicebench's own and"
              + " its redis, postgresql or cosmosdb.",
      converter = Durations.class)
  private @Nullable Duration store;

  @Option(
      names = "--client-latency",
      paramLabel = "TIME",
      description =
          "Adds so much, such as 0.3ms, to every round trip between the benchmark and the sidecar.",
      converter = Durations.class)
  private @Nullable Duration client;

  @Option(
      names = "--latency-jitter",
      paramLabel = "TIME",
      description = "Adds up to so much more, evenly distributed, to either of the two.",
      converter = Durations.class)
  private @Nullable Duration jitter;

  /**
   * Returns what was asked for.
   *
   * @throws ParameterException if it makes no sense
   */
  public SidecarOptions sidecar(CommandLine command) {
    if (jitter != null && store == null && client == null) {
      throw new ParameterException(
          command, "--latency-jitter needs --store-latency or --client-latency");
    }
    return SidecarOptions.delayed(latency(client), latency(store));
  }

  private Optional<Latency> latency(@Nullable Duration roundTrip) {
    return Optional.ofNullable(roundTrip)
        .map(time -> Latency.ofRoundTrip(time, jitter == null ? Duration.ZERO : jitter, SEED));
  }
}
