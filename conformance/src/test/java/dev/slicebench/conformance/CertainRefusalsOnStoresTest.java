package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.StoreProfile.KeyLimits;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a real daprd and a real store refuse for certain is refused before it is sent or, where the
 * library does not know the limit, told as what it is.
 */
@SuppressWarnings("try") // Closing a client can be interrupted; the test then is too.
class CertainRefusalsOnStoresTest {

  private static final List<SliceMode> WITHOUT_QUERY =
      List.of(SliceMode.OFF, SliceMode.TRANSACTIONAL, SliceMode.TWO_PHASED, SliceMode.CREATE_ONLY);

  @BeforeAll
  static void requireDaprd() {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
  }

  private static List<EventData> event() {
    return List.of(EventData.of("happened", Json.of(1)));
  }

  /** A text that no compression shortens much. */
  private static String incompressible(int length) {
    String alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    StringBuilder text = new StringBuilder();
    new Random(length).ints(length, 0, 64).forEach(i -> text.append(alphabet.charAt(i)));
    return text.toString();
  }

  private static BlockingEventStore open(
      DaprClient client, Sidecar sidecar, SliceMode mode, UnaryOperator<StoreProfile> knowing) {
    String name = sidecar.info().component().name();
    StoreProfile profile = Objects.requireNonNull(DaprEventStore.profile(client, name).block());
    return DaprEventStore.builder(client, name, mode)
        .profile(knowing.apply(profile))
        .allowUnsafe()
        .build()
        .blocking();
  }

  /** As of a store of which nobody told what it takes. */
  private static StoreProfile withoutKeyLimits(StoreProfile known) {
    return known.toBuilder().keys(KeyLimits.NONE).build();
  }

  private static void assertRefused(
      BlockingEventStore store,
      String stream,
      List<EventData> events,
      Class<? extends EventStoreException> as) {
    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.noStream(), events))
        .isInstanceOf(as);
  }

  @ParameterizedTest
  @EnumSource(
      value = BuiltIn.class,
      names = {"POSTGRESQL_V1", "POSTGRESQL"})
  void postgresqlsIndexAndItsNul(BuiltIn backend) throws Exception {
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, backend);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      String app = sidecar.info().appId() + "||";
      int longestKey = 2692 - app.length();
      DaprStateStore raw = new DaprStateStore(client, sidecar.info().component().name());
      raw.save(upsert(incompressible(longestKey)), Map.of()).block();
      assertThatThrownBy(() -> raw.save(upsert(incompressible(longestKey + 1)), Map.of()).block())
          .as("the limit that the library knows is the store's")
          .hasMessageContaining("SQLSTATE 54000");

      for (SliceMode mode : WITHOUT_QUERY) {
        BlockingEventStore store = open(client, sidecar, mode, UnaryOperator.identity());
        String longest = (mode + incompressible(longestKey)).substring(0, longestKey - 25);
        store.append(longest, ExpectedVersion.noStream(), event());
        assertRefused(store, incompressible(longestKey), event(), LimitExceededException.class);
        assertRefused(store, "a\u0000b", event(), InvalidRequestException.class);

        BlockingEventStore unaware =
            open(client, sidecar, mode, CertainRefusalsOnStoresTest::withoutKeyLimits);
        assertRefused(unaware, incompressible(2_800), event(), StoreUnavailableException.class);
      }
    }
  }

  @Test
  void cosmosDbsKeysAndDaprsWayOfSendingThem() throws Exception {
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, BuiltIn.COSMOSDB);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      int longest = 1023 - (sidecar.info().appId() + "||").length();
      for (SliceMode mode : SliceMode.values()) {
        BlockingEventStore store = open(client, sidecar, mode, UnaryOperator.identity());
        String name = (mode + "n".repeat(longest)).substring(0, longest - 42);
        store.append(name, ExpectedVersion.noStream(), event());
        assertThat(store.load(name)).hasSize(1);
        assertRefused(store, "n".repeat(longest - 1), event(), LimitExceededException.class);
        assertRefused(store, "a\u0001b", event(), InvalidRequestException.class);

        BlockingEventStore unaware =
            open(client, sidecar, mode, CertainRefusalsOnStoresTest::withoutKeyLimits);
        if (mode != SliceMode.OFF_AND_SHARED_ALL) {
          // There the partition has another name.
          assertRefused(unaware, "a\u0001b", event(), StoreUnavailableException.class);
        }
        assertRefused(unaware, "a/b", event(), StoreUnavailableException.class);
      }
    }
  }

  @Test
  void aSidecarThatTakesSmallerMessages(@TempDir Path folder) throws Exception {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    String before = System.getProperty("slicebench.daprd");
    System.setProperty("slicebench.daprd", daprdWith(folder, "--max-body-size=1Mi").toString());
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, BuiltIn.IN_MEMORY);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      List<EventData> large = List.of(EventData.of("large", Json.of("x".repeat(1_100_000))));
      for (SliceMode mode : WITHOUT_QUERY) {
        BlockingEventStore store = open(client, sidecar, mode, UnaryOperator.identity());
        assertThatThrownBy(() -> store.append("s" + mode, ExpectedVersion.noStream(), large))
            .isInstanceOfSatisfying(
                LimitExceededException.class,
                e -> {
                  assertThat(e.allowed()).isEqualTo(1_048_576);
                  assertThat(e.requested()).isGreaterThan(1_100_000);
                });
        store.append("s" + mode, ExpectedVersion.noStream(), event());
        assertThat(store.load("s" + mode)).hasSize(1);
      }
    } finally {
      if (before == null) {
        System.clearProperty("slicebench.daprd");
      } else {
        System.setProperty("slicebench.daprd", before);
      }
    }
  }

  private static Path daprdWith(Path folder, String option) throws IOException {
    Path script = folder.resolve("daprd");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' \"$@\" %s\n".formatted(Sidecars.daprd().orElseThrow(), option));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Upsert upsert(String key) {
    return new Upsert(key, "{}".getBytes(StandardCharsets.UTF_8), Condition.absent());
  }
}
