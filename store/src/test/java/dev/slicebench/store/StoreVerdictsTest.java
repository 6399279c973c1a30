package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.StoreVerdicts.Found;
import dev.slicebench.store.StoreVerdicts.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreVerdictsTest {

  private static final Set<String> ALL = Set.of("ETAG", "TRANSACTIONAL", "QUERY_API");
  private static final String FILE =
      """
      {
        "schema" : 1,
        "componentType" : "state.mysql",
        "componentVersion" : "v1",
        "modes" : {
          "OFF" : {
            "verdict" : "UNSAFE",
            "reason" : "two appends at version 1 were acknowledged",
            "date" : "2026-11-26T16:40:00Z",
            "source" : "slicebench verify 0.1.0"
          }
        }
      }""";

  private static StoreVerdicts verdict(String type, SliceMode mode, Verdict verdict) {
    return new StoreVerdicts(
        type,
        "v1",
        Map.of(mode, new Found(verdict, "it was seen", Instant.EPOCH, "slicebench verify")));
  }

  private static StoreVerdicts read(String json) {
    return StoreVerdicts.read(stream(json));
  }

  private static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  private static BlockingEventStore open(String type, SliceMode mode, InputStream profile) {
    return DaprEventStore.builder(new MemoryStateStore(), StoreProfile.of(type, "v1", ALL), mode)
        .profile(profile)
        .build()
        .blocking();
  }

  @Test
  void theFormatIsTheContract() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    read(FILE).write(written);

    assertThat(written.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
        .isEqualTo(FILE);
  }

  @Test
  void whatIsWrittenIsReadBack(@TempDir Path folder) {
    StoreVerdicts verdicts = verdict("state.redis", SliceMode.TWO_PHASED, Verdict.SAFE);
    verdicts.write(folder.resolve("profile.json"));

    assertThat(StoreVerdicts.read(folder.resolve("profile.json"))).isEqualTo(verdicts);
  }

  @Test
  void newerModesAndPropertiesArePassedOver() {
    String newer =
        FILE.replace("\"OFF\" :", "\"ACTORS\" : { \"verdict\" : \"ODD\" }, \"OFF\" :")
            .replace("\"reason\"", "\"seed\" : 1, \"reason\"");

    assertThat(read(newer)).isEqualTo(read(FILE));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"schema\" : 1', '\"schema\" : 2', its schema is 2",
    "UNSAFE, ODD, is no verdict",
    "2026-11-26, yesterday, its date is none",
    "'\"reason\"', '\"why\"', it has no text",
    "'\"componentType\"', '\"type\"', it has no text",
    "'{', '', this is no profile",
  })
  void whatIsNoProfileIsRefused(String original, String damaged, String reason) {
    assertThatThrownBy(() -> read(FILE.replace(original, damaged == null ? "" : damaged)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theStoreRefusesByWhatWasFound() {
    BlockingEventStore unsafe = open("state.mysql", SliceMode.OFF, stream(FILE));

    assertThatThrownBy(() -> unsafe.head("s"))
        .isInstanceOf(ModeUnavailableException.class)
        .hasMessage(
            "OFF is unsafe on state.mysql v1: two appends at version 1 were acknowledged"
                + " (slicebench verify 0.1.0, 2026-11-26T16:40:00Z)");
    assertThat(open("state.mysql", SliceMode.TRANSACTIONAL, stream(FILE)).head("s")).isEmpty();
  }

  /** Also where the sidecar's own word was replaced, before or after. */
  @Test
  void theEvidenceStaysWhereTheProfileIsReplaced() {
    StoreProfile profile = StoreProfile.of("state.mysql", "v1", ALL);
    DaprEventStore store =
        DaprEventStore.builder(new MemoryStateStore(), profile, SliceMode.OFF)
            .profile(stream(FILE))
            .profile(profile)
            .build();

    assertThatThrownBy(() -> store.blocking().head("s"))
        .isInstanceOf(ModeUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "state.postgresql, v1, 'the profile is of state.mysql v1, the store is state.postgresql v1'",
    "state.mysql, v2, 'the profile is of state.mysql v1, the store is state.mysql v2'",
  })
  void aProfileOfAnotherStoreIsRefused(String type, String version, String reason) {
    DaprEventStore store =
        DaprEventStore.builder(
                new MemoryStateStore(), StoreProfile.of(type, version, ALL), SliceMode.CREATE_ONLY)
            .profile(stream(FILE))
            .build();

    assertThatThrownBy(() -> store.blocking().head("s"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(reason + ": give the profile");
  }

  @Test
  void anAliasAndAMinorVersionAreTheSameStore() {
    StoreProfile profile = StoreProfile.of("state.postgres", "v2", ALL);

    assertThat(
            profile.with(new StoreVerdicts("state.postgresql", "v2.1", Map.of())).componentType())
        .isEqualTo("state.postgresql");
  }

  /** Known by its name: redis' transactions are unsafe, its single writes safe; mysql is not. */
  @ParameterizedTest
  @CsvSource({
    "state.mysql, OFF, SAFE, Safe",
    "state.mysql, OFF, UNSAFE, Unsafe",
    "state.mysql, OFF, UNSUPPORTED, Unsupported",
    "state.mysql, OFF, INCONCLUSIVE, Unproven",
    "state.redis, OFF, SAFE, Unsafe",
    "state.redis, OFF, INCONCLUSIVE, Unsafe",
    "state.redis, TWO_PHASED, SAFE, Safe",
    "state.redis, TWO_PHASED, UNSAFE, Unsafe",
    "state.redis, TWO_PHASED, UNSUPPORTED, Unsupported",
    "state.redis, TWO_PHASED, INCONCLUSIVE, Unproven",
  })
  void theWorseCounts(String type, SliceMode mode, Verdict verdict, String standing) {
    StoreProfile judged = StoreProfile.of(type, "v1", ALL).with(verdict(type, mode, verdict));

    assertThat(judged.standing(mode).getClass().getSimpleName()).isEqualTo(standing);
    assertThat(List.of(SliceMode.values()))
        .filteredOn(other -> other != mode)
        .allSatisfy(
            other ->
                assertThat(judged.standing(other))
                    .isEqualTo(StoreProfile.of(type, "v1", ALL).standing(other)));
  }

  @Test
  void ofTwoVerdictsTheWorseCounts() {
    StoreProfile mysql = StoreProfile.of("state.mysql", "v1", ALL);
    StoreVerdicts safe = verdict("state.mysql", SliceMode.OFF, Verdict.SAFE);

    assertThat(mysql.with(read(FILE)).with(safe).standing(SliceMode.OFF))
        .isInstanceOf(ModeStanding.Unsafe.class);
    assertThat(mysql.with(safe).with(read(FILE)).standing(SliceMode.OFF))
        .isInstanceOf(ModeStanding.Unsafe.class);
  }
}
