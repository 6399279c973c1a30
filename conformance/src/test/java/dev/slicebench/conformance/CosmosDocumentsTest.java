package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.cosmos.CosmosAccount;
import dev.slicebench.cosmos.CosmosEmulator;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.Backend.CosmosContainer;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The documents that a real daprd leaves in the container, read from the container itself, against
 * those that the original left in Cosmos DB.
 */
class CosmosDocumentsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final CosmosContainer CONTAINER = new CosmosContainer("golden", "events");

  private static CosmosEmulator emulator;
  private static CosmosAccount account;
  private static Sidecar sidecar;
  private static DaprClient client;

  @BeforeAll
  static void start() throws IOException {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
    emulator = CosmosEmulator.builder().start();
    account = CosmosAccount.at(emulator.endpoint(), MasterKey.WELL_KNOWN);
    account.createDatabase(CONTAINER.database());
    account.createContainer(CONTAINER.database(), CONTAINER.container());
    sidecar =
        Sidecars.start(
            SidecarKind.NATIVE,
            new Backend.CosmosEndpoint(
                emulator.endpoint(),
                MasterKey.WELL_KNOWN,
                Optional.empty(),
                Optional.of(CONTAINER)));
    client = SidecarUnderTest.clientOf(sidecar);
  }

  @AfterAll
  static void stop() throws Exception {
    if (client != null) {
      client.close();
      sidecar.close();
      assertThat(account.documents(CONTAINER.database(), CONTAINER.container()))
          .as("a container that was there before stays, with what is in it")
          .isNotEmpty();
      emulator.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void areTheOriginals(SliceMode mode) throws IOException {
    JsonNode golden = golden(mode);
    JsonNode goldenEvent = event(golden.at("/last/value"));
    String stream = "golden-" + UUID.randomUUID();
    EventData last =
        new EventData(
            UUID.randomUUID().toString(),
            goldenEvent.get("EventName").asText(),
            Json.parse(goldenEvent.get("Data").toString()));
    Component component = sidecar.info().component();
    BlockingEventStore store =
        DaprEventStore.builder(
                new DaprStateStore(client, component.name()),
                StoreProfile.of(component.type(), component.version(), component.capabilities()),
                mode)
            .build()
            .blocking();
    EventData first = EventData.of("first", Json.of("1"));
    store.append(stream, ExpectedVersion.noStream(), List.of(first));
    store.append(stream, ExpectedVersion.exact(1), List.of(last));

    String originalStream = goldenEvent.get("StreamName").asText();
    String originalId = goldenEvent.get("EventId").asText();
    for (String document : List.of("/head", "/last")) {
      JsonNode expected = golden.at(document);
      String id =
          expected
              .get("id")
              .asText()
              .replace("es-test||", sidecar.info().appId() + "||")
              .replace(originalStream, stream)
              .replace(originalId, last.id().toString());
      JsonNode stored = stored(id);
      assertThat(stored.get("isBinary").asBoolean())
          .as(id)
          .isEqualTo(expected.get("value").isTextual());
      assertThat(stored.get("value").getNodeType())
          .as(id)
          .isEqualTo(expected.get("value").getNodeType());
      assertThat(stored.get("partitionKey").asText())
          .isEqualTo(mode == SliceMode.OFF_AND_SHARED_ALL ? "all" : stream);
      String text =
          decoded(expected.get("value"))
              .toString()
              .replace(originalStream, stream)
              .replace(originalId, last.id().toString());
      assertThat(decoded(stored.get("value"))).isEqualTo(MAPPER.readTree(text));
    }
  }

  private static JsonNode stored(String id) throws IOException {
    return account.documents(CONTAINER.database(), CONTAINER.container()).stream()
        .filter(document -> document.get("id").asText().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the container holds no document " + id));
  }

  private static JsonNode event(JsonNode value) throws IOException {
    JsonNode decoded = decoded(value);
    return decoded.isArray() ? decoded.get(0) : decoded;
  }

  private static JsonNode decoded(JsonNode value) throws IOException {
    return value.isTextual() ? MAPPER.readTree(Base64.getDecoder().decode(value.asText())) : value;
  }

  private static JsonNode golden(SliceMode mode) throws IOException {
    String file = "/golden/" + mode.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
    return MAPPER.readTree(CosmosDocumentsTest.class.getResourceAsStream(file));
  }
}
