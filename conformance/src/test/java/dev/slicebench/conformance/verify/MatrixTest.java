package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatrixTest {

  /** Issue 14: without a daprd, four modes were "SAFE" on SQLite. */
  @Test
  void aMimicsVerdictIsNeverThatOfWhatItMimics() {
    assertThat(Matrix.text(report(SidecarKind.EMBEDDED)))
        .contains("These verdicts are on slicebench's embedded sidecar, and on no store");
    assertThat(Matrix.markdown(report(SidecarKind.EMBEDDED)))
        .contains("These verdicts are on slicebench's embedded sidecar, and on no store");
    assertThat(Matrix.text(report(SidecarKind.NATIVE))).doesNotContain("embedded");
  }

  private static VerificationReport report(SidecarKind kind) {
    return new VerificationReport(
        VerificationReport.SCHEMA,
        "sqlite-v1",
        "2026-11-26T10:00:00Z",
        "2026-11-26T10:02:00Z",
        "quick",
        1,
        new SidecarInfo(
            kind,
            "1.18.1",
            "app",
            new Component("statestore", "state.sqlite", "v1", Set.of()),
            "SQLite",
            "for a test"),
        List.of(),
        List.of(new ModeReport(SliceMode.OFF, Verdict.SAFE, "all rules kept", List.of(), null)),
        List.of(),
        List.of());
  }
}
