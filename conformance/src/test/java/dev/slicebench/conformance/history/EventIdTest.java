package dev.slicebench.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which payloads are one, as a store may give them back that keeps JSON values. */
class EventIdTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"price\":1.0} | {\"price\":1}",
        "9007199254740993 | 9007199254740992",
        "[1e2, -0.0] | [100,0]",
        "{\"a\":1,\"b\":[true,null]} | { \"b\" : [true, null], \"a\" : 1.00 }",
        "\"\\u0061\" | \"a\""
      })
  void spellingDoesNotMatter(String one, String other) {
    assertThat(named(one)).isEqualTo(named(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 2",
        "1 | \"1\"",
        "[1,2] | [2,1]",
        "[] | {}",
        "{\"a\":1,\"b\":2} | {\"a\":2,\"b\":1}",
        "{\"a\":1} | {\"b\":1}",
        "null | false"
      })
  void whatIsAnotherValueIsAnotherEvent(String one, String other) {
    assertThat(named(one)).isNotEqualTo(named(other));
  }

  private static EventId named(String data) {
    return EventId.of("id", Json.parse(data));
  }
}
