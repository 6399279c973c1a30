package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.bench.run.Terminal;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.leftover.DocumentKeys;
import dev.slicebench.evidence.leftover.LeftoverFile;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that is printed beside what was left deletes it. */
class CleanCommandTest {

  private static final Map<String, String> METADATA = Map.of("partitionKey", "left");

  @Test
  void anotherDaprdOfSlicebenchsOwnDeletesWhatTheFirstOneLeft(@TempDir Path temp) throws Exception {
    Assumptions.assumeTrue(
        Sidecars.daprd().isPresent(), "needs a real daprd: run './slicebench sidecar install'");
    Path component =
        Files.writeString(
            temp.resolve("mine.yaml"),
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: mine
            spec:
              type: state.sqlite
              version: v1
              metadata:
              - name: connectionString
                value: '%s'
            """
                .formatted(temp.resolve("mine.db")));
    Path file = temp.resolve("left.json");
    Backend backend = new Backend.ComponentFile(component);
    String app;
    try (Sidecar first = Sidecars.start(SidecarKind.NATIVE, backend, SidecarOptions.PLAIN);
        SidecarClient client = new SidecarClient(first.grpcEndpoint())) {
      app = first.info().appId();
      StateStore state = new DaprStateStore(client.dapr(), "mine");
      state.save(new Upsert("left", new byte[] {'1'}, Condition.none()), METADATA).block();
      Leftovers left =
          new Leftovers(List.of(new DocumentKeys(METADATA, List.of("left"))), List.of());
      LeftoverFile.of(first.info(), left).write(file);
    }

    Path other = Files.copy(component, temp.resolve("staging.yaml"));
    StringWriter errors = new StringWriter();
    assertThat(clean(other, file, errors))
        .as("where the same keys are other documents")
        .isEqualTo(2);
    assertThat(errors.toString().replaceAll("\\s+", " "))
        .containsPattern("v1 of mine.yaml \\(\\w+\\), and this is")
        .containsPattern("v1 of staging.yaml \\(\\w+\\): choose that one");
    assertThat(file).exists();

    assertThat(clean(component, file, new StringWriter())).isZero();

    assertThat(file).doesNotExist();
    try (Sidecar again =
            Sidecars.start(SidecarKind.NATIVE, backend, SidecarOptions.inTheNameOf(app));
        SidecarClient client = new SidecarClient(again.grpcEndpoint())) {
      StateStore state = new DaprStateStore(client.dapr(), "mine");
      assertThat(Objects.requireNonNull(state.get("left", METADATA).block()).exists()).isFalse();
    }
  }

  private static int clean(Path component, Path file, StringWriter errors) {
    return Slicebench.commandLine(new Terminal(false, 80))
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(errors))
        .execute("clean", "--component", component.toString(), file.toString());
  }
}
