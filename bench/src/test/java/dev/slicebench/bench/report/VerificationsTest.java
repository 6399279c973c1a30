package dev.slicebench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.verify.VerificationReport;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.StoreProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schema\": 1, | is cut short or damaged: restore it",
        "{} | is of another format"
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
                switch (mode.standing()) {
                  case SAFE -> ModeStanding.Safe.class;
                  case UNSAFE -> ModeStanding.Unsafe.class;
                  case UNSUPPORTED -> ModeStanding.Unsupported.class;
                  case INCONCLUSIVE, NOT_ASKED -> ModeStanding.class;
                });
      }
    }
  }
}
