package dev.slicebench.conformance.planted;

import dev.slicebench.conformance.SidecarUnderTest;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.Verification;
import dev.slicebench.conformance.verify.VerifyOptions;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A planted store as a pluggable component, a real daprd over it, and two clients of that. */
final class PlantedComponent implements AutoCloseable {

  private static final String NAME = "planted";

  /** Time enough for all that the profile {@code quick} asks, on a machine with other work. */
  private static final Duration TIME = Duration.ofMinutes(6);

  private final Path folder;
  private final PlantedStore store = new PlantedStore();
  private final PluggableServer server;
  private final Sidecar sidecar;
  private final DaprClient one;
  private final DaprClient other;

  /**
   * Starts all of them.
   *
   * @param folder for the socket and for histories; its path must be short, as a socket's must
   */
  PlantedComponent(Path folder) throws IOException {
    this.folder = folder;
    Path sockets = Files.createDirectories(folder.resolve("sockets"));
    Path file =
        Files.writeString(
            folder.resolve("planted.yaml"),
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: planted
            spec:
              type: state.planted
              version: v1
            """);
    this.server = new PluggableServer(sockets.resolve(NAME + ".sock"), store);
    this.sidecar =
        Sidecars.start(
            SidecarKind.NATIVE,
            new Backend.ComponentFile(file, Optional.of(sockets)),
            SidecarOptions.BREAKABLE);
    this.one = SidecarUnderTest.clientOf(sidecar);
    this.other = SidecarUnderTest.clientOf(sidecar);
  }

  /**
   * Asks the store all that {@code quick} asks, and where that finds nothing, the modes too.
   *
   * @return what was found last
   */
  PlantedRun verify(Fault fault, long seed) {
    PlantedRun ofStore = verify(fault, List.of(), Rules.all(), seed);
    return ofStore.broken().isEmpty()
        ? verify(fault, List.of(SliceMode.values()), Rules.all(), seed)
        : ofStore;
  }

  /** Empties the store, plants {@code fault}, and verifies. */
  PlantedRun verify(Fault fault, List<SliceMode> modes, Collection<Rule> rules, long seed) {
    store.plant(fault, seed);
    List<StateStore> clients =
        List.of(new DaprStateStore(one, NAME), new DaprStateStore(other, NAME));
    VerifyOptions options =
        new VerifyOptions(modes, rules, "quick", 1, 0, 1, seed, folder, TIME, System::nanoTime);
    try (Verification verification = new Verification(sidecar, clients, options)) {
      return new PlantedRun(
          fault,
          verification.run((number, total, subject, rule) -> store.asking(rule.id())),
          store.opportunities(),
          store.takings());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      one.close();
      other.close();
    } catch (Exception e) {
      throw new IOException("a Dapr client did not close", e);
    } finally {
      sidecar.close();
      server.close();
    }
  }
}
