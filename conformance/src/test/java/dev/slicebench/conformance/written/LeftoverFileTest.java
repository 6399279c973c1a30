package dev.slicebench.conformance.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.evidence.leftover.DocumentKeys;
import dev.slicebench.evidence.leftover.LeftoverFile;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What was left can be deleted later, and nothing of it is forgotten in between. */
class LeftoverFileTest {

  private static final Map<String, String> ONE = Map.of("partitionKey", "one");
  private static final Map<String, String> OTHER = Map.of("partitionKey", "other");

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.IN_MEMORY);
  private DaprClient client =
      new DaprClientBuilder()
          .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
          .build();
  private StateStore state = new DaprStateStore(client, sidecar.info().component().name());

  @BeforeEach
  void name() {
    file = folder.resolve("left").resolve("run.json");
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    sidecar.close();
  }

  @Test
  void whatItNamesIsDeletedAndTheFileGoes() throws IOException {
    save("a", ONE);
    save("b", OTHER);
    LeftoverFile left = written(List.of(entry(ONE, "a")), List.of(entry(OTHER, "b", "c")));

    Leftovers rest = clean(state);

    assertThat(LeftoverFile.of(sidecar.info(), left.leftovers())).isEqualTo(left);
    assertThat(rest.size()).isZero();
    assertThat(exists("a", ONE)).isFalse();
    assertThat(exists("b", OTHER)).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void whatIsLeftIsInTheFileAfterAStepThatFailed() throws IOException {
    save("a", ONE);
    save("b", OTHER);
    written(List.of(entry(ONE, "a"), entry(OTHER, "b")), List.of());

    Leftovers rest = clean(refusing("b"));

    assertThat(rest.notDeleted()).containsExactly(entry(OTHER, "b"));
    assertThat(LeftoverFile.read(file).leftovers()).isEqualTo(rest);
    assertThat(clean(state).size()).isZero();
    assertThat(exists("b", OTHER)).isFalse();
  }

  @Test
  void itGetsShorterStepByStep() throws IOException {
    List<String> keys = IntStream.range(0, 1000).mapToObj(i -> "k" + i).toList();
    written(List.of(new DocumentKeys(ONE, keys)), List.of());
    List<Integer> sizes = new ArrayList<>();
    StateStore watching =
        state.intercepted(
            Transact.class,
            (transact, next) -> {
              try {
                sizes.add(LeftoverFile.read(file).leftovers().size());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
              return transact.on(next);
            });

    clean(watching);

    assertThat(sizes).contains(1000, 600, 200);
  }

  @Test
  void aFileOfSomethingElseIsTold() throws IOException {
    Path other = folder.resolve("other.json");
    for (String text : List.of("", "{}", "[]", "null", "{\"schema\":1}", "nothing")) {
      Files.writeString(other, text);

      assertThatThrownBy(() -> LeftoverFile.read(other))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(other + " is no list of what slicebench has left");
    }
  }

  private Leftovers clean(StateStore from) throws IOException {
    return new Eraser(from, false).clean(LeftoverFile.read(file), file);
  }

  private LeftoverFile written(List<DocumentKeys> notDeleted, List<DocumentKeys> late)
      throws IOException {
    LeftoverFile left = LeftoverFile.of(sidecar.info(), new Leftovers(notDeleted, late));
    left.write(file);
    return left;
  }

  private StateStore refusing(String key) {
    return state.intercepted(
        Write.class,
        (write, next) ->
            write.operations().stream().anyMatch(operation -> operation.key().equals(key))
                ? Mono.error(new StateStoreException(Kind.FAILED, "database is locked (517)", null))
                : write.on(next));
  }

  private static DocumentKeys entry(Map<String, String> metadata, String... keys) {
    return new DocumentKeys(metadata, List.of(keys));
  }

  private void save(String key, Map<String, String> metadata) {
    state.save(new Upsert(key, new byte[] {'1'}, Condition.none()), metadata).block();
  }

  private boolean exists(String key, Map<String, String> metadata) {
    StateItem item = state.get(key, metadata).block();
    return Objects.requireNonNull(item).exists();
  }
}
