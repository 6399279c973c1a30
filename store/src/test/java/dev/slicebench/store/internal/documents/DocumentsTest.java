package dev.slicebench.store.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.EventData;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.state.StateItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {

  private static final String ID = "b2356af5-70b6-417b-8779-dabb2379a4db";

  private static StateItem item(String json) {
    return new StateItem("key", json.getBytes(StandardCharsets.UTF_8), "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"\"",
        "\"h\\u00e9 \\\" \\\\ \"",
        "\"héllo 🌍\"",
        "0",
        "-1.50e+10",
        "123456789012345678901234567890.1234567890",
        "[]",
        "{}",
        "[1,[2,{\"a\":[3]}]]",
        "{\"b\":1,\"a\":{\"Version\":9,\"EventId\":\"x\"}}"
      })
  void dataIsKeptToTheCharacter(String data) {
    EventData event = new EventData(ID, "named", Json.parse(data));
    byte[] slice = Documents.slice("s", List.of(event, event), 7);
    Slice read = Documents.readSlice("s", new StateItem("key", slice, "1"));
    assertThat(read.events()).hasSize(2);
    assertThat(read.events().get(1))
        .isEqualTo(new RecordedEvent(ID, "named", "s", Json.parse(data), 8));
    byte[] single = Documents.event("s", event, 7);
    assertThat(Documents.readEvent("s", new StateItem("key", single, "1")).data().text())
        .isEqualTo(data);
  }

  @Test
  void writesTheOriginalsBytes() {
    EventData event = new EventData(ID, "y", Json.of("hello 2"));
    assertThat(
            new String(
                Documents.slice("teststream-77b42", List.of(event), 2), StandardCharsets.UTF_8))
        .isEqualTo(
            "[{\"EventId\":\"b2356af5-70b6-4177b-8779-dabb2379a4db\"".replace("4177b", "417b")
                + ",\"EventName\":\"y\",\"StreamName\":\"teststream-77b42\",\"Data\":\"hello 2\","
                + "\"Version\":2}]");
    assertThat(new String(Documents.head(2), StandardCharsets.UTF_8)).isEqualTo("{\"Version\":2}");
  }

  @Test
  void readsCamelCaseAnyOrderSpacesAndUnknownNames() {
    RecordedEvent event =
        Documents.readEvent(
            "s",
            item(
                " { \"version\" : 3 , \"extra\" : {\"data\":1} , \"data\" : [ 1 , 2 ] ,"
                    + " \"eventName\" : \"n\" , \"eventId\" : \""
                    + ID
                    + "\" } "));
    assertThat(event).isEqualTo(new RecordedEvent(ID, "n", "s", Json.parse("[ 1 , 2 ]"), 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "[{}]", "not json", "[{\"EventName\":\"x\",\"Version\":1}]"})
  void whatIsNoSliceIsCorrupt(String json) {
    assertThatThrownBy(() -> Documents.readSlice("orders-1", item(json)))
        .isInstanceOf(CorruptStreamException.class)
        .hasMessageContaining("orders-1")
        .hasMessageContaining("key");
  }

  @Test
  void theFootprintIsNeverBelowWhatIsWritten() {
    String stream = "ström\"|\n";
    List<EventData> events =
        List.of(
            new EventData(ID, "nämé\u0001", Json.of("ü")),
            EventData.of("b", Json.of(List.of(1, 2))));
    assertThat(Footprints.slice(stream, events, 1).largestDocumentBytes())
        .isBetween(
            (long) Documents.slice(stream, events, Long.MAX_VALUE - 1).length,
            Documents.slice(stream, events, 1).length + 100L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 2", "{", "nope", "[1,]"})
  void dataMustBeOneJsonValue(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(InvalidRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a||b", "a|", "\ud800"})
  void namesThatCannotBeKeysAreRefused(String name) {
    assertThatThrownBy(() -> Keys.requireValidName(name))
        .isInstanceOf(InvalidRequestException.class);
  }
}
