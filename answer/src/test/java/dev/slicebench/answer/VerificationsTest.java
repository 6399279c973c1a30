package dev.slicebench.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.Verifications;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationsTest {

  private final Path results;

  VerificationsTest(@TempDir Path results) {
    this.results = results;
  }

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(results.resolve(Verifications.FOLDER));
  }

  @Test
  void aFolderWithoutVerificationsHasNone(@TempDir Path empty) throws IOException {
    assertThat(Verifications.read(empty)).isEmpty();
  }

  /** What a million appends have shown must not be missing in an answer. */
  @Test
  void soaksAreReadWithTheOthers() throws IOException {
    Path committed = Path.of("..", "results");

    assertThat(Verifications.read(committed))
        .hasSize(Verifications.runs(committed).size() + Verifications.soaks(committed).size())
        .filteredOn(report -> report.profile().equals("soak"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schema\": 1, | is cut short or damaged: restore it",
        "{} | is cut short or damaged: restore it, or remove it (it holds no verdict)",
        "{\"schema\": 99} | is of another format (99; this slicebench reads up to 4)"
      })
  void aReportThatCannotBeReadIsNamedInALine(String content, String complaint) throws IOException {
    Path file = results.resolve(Verifications.FOLDER).resolve("redis.json");
    Files.writeString(file, content);

    assertThatThrownBy(() -> Verifications.read(results))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith(file + " " + complaint)
        .hasMessageNotContaining("\n");
  }

  /** What the library refuses, and what it lets pass, is what was seen on the real thing. */
  @Test
  void theBuiltInProfilesSayWhatWasVerified() throws IOException {
    List<VerificationReport> reports = Verifications.read(Path.of("..", "results"));

    assertThat(reports).isNotEmpty();
    for (VerificationReport report : reports) {
      SidecarInfo.Component component = report.sidecar().component();
      StoreProfile profile =
          StoreProfile.of(component.type(), component.version(), component.capabilities());
      for (VerificationReport.ModeReport mode : report.modes()) {
        assertThat(profile.standing(mode.mode()))
            .as("%s on %s: %s", mode.mode(), report.store(), mode.reason())
            .isInstanceOf(
                switch (mode.verdict()) {
                  case SAFE -> ModeStanding.Safe.class;
                  case UNSAFE -> ModeStanding.Unsafe.class;
                  case UNSUPPORTED -> ModeStanding.Unsupported.class;
                  case INCONCLUSIVE, UNPROVEN -> ModeStanding.class;
                });
      }
    }
  }

  /** All that daprd 1.18 registers, aliases too; a component that nobody knows behind them. */
  private static final List<String> COMPONENTS =
      List.of(
          "aerospike, alicloud.tablestore, aws.dynamodb, azure.blobstorage, azure.cosmosdb",
          "azure.tablestorage, cassandra, cloudflare.workerskv, cockroachdb, coherence, couchbase",
          "etcd, gcp.firestore, hashicorp.consul, consul, hazelcast, in-memory, jetstream",
          "memcached, mongodb, mysql, oci.objectstorage, oracledatabase, postgres, postgresql",
          "yugabytedb, yugabyte, ravendb, redis, rethinkdb, sqlite, sqlite3, sqlserver, zookeeper",
          "nobody-knows");

  /** What no run has shown is not called safe, whatever a component is called and declares. */
  @Test
  void nothingIsSafeByItsNameThatWasNotVerified() throws IOException {
    Set<String> verified = new TreeSet<>();
    for (VerificationReport report : Verifications.read(Path.of("..", "results"))) {
      SidecarInfo.Component component = report.sidecar().component();
      report.modes().stream()
          .filter(mode -> mode.verdict() == Safety.Verdict.SAFE)
          .forEach(
              mode -> verified.add(component.type() + component.version() + " " + mode.mode()));
    }

    Set<String> safe = new TreeSet<>();
    for (String name : String.join(", ", COMPONENTS).split(", ", -1)) {
      for (String version : List.of("", "v1", "v2", "v3")) {
        StoreProfile profile =
            StoreProfile.of(
                "state." + name, version, Set.of("ETAG", "TRANSACTIONAL", "QUERY_API", "TTL"));
        for (SliceMode mode : SliceMode.values()) {
          if (profile.standing(mode) instanceof ModeStanding.Safe) {
            safe.add(profile.componentType() + profile.componentVersion() + " " + mode);
          }
        }
      }
    }

    assertThat(verified).isNotEmpty();
    assertThat(safe).isEqualTo(verified);
  }

  @Test
  void whatIsKnownOfAStoreThatNobodyHasRunIsSaid() {
    StoreProfile mysql = StoreProfile.of("state.mysql", "v1", Set.of("ETAG", "TRANSACTIONAL"));

    assertThat(mysql.standing(SliceMode.OFF))
        .isInstanceOf(ModeStanding.Unproven.class)
        .extracting(ModeStanding::reason)
        .asString()
        .contains("nobody has proven state.mysql v1: verify it", "'Order-1' and 'order-1'");
  }

  @Test
  void anAliasIsTheSameComponent() {
    Set<String> capabilities = Set.of("ETAG", "TRANSACTIONAL");
    assertThat(StoreProfile.of("state.sqlite3", "", capabilities))
        .isEqualTo(StoreProfile.of("state.sqlite", "v1", capabilities));
    assertThat(StoreProfile.of("state.postgres", "v2", capabilities))
        .isEqualTo(StoreProfile.of("state.postgresql", "v2", capabilities));
  }
}
