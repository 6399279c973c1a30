package dev.slicebench.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.Safety.Source;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "         | SAFE         | safe        | SAFE         | PROBED   | seen",
        "         | SAFE         | unsafe      | UNSAFE       | KNOWN    | known (known by its name; but probed 2026-11-25: safe)",
        "         | SAFE         | unsupported | UNSUPPORTED  | KNOWN    | known (known by its name; but probed 2026-11-25: safe)",
        "         | SAFE         | unproven    | UNPROVEN     | KNOWN    | known (known by its name; but probed 2026-11-25: safe)",
        "         | UNSAFE       | safe        | UNSAFE       | PROBED   | seen (probed 2026-11-25; but known by its name: safe)",
        "         | UNSAFE       | unproven    | UNSAFE       | PROBED   | seen (probed 2026-11-25; but known by its name: unproven)",
        "         | UNSUPPORTED  | safe        | UNSUPPORTED  | PROBED   | seen (probed 2026-11-25; but known by its name: safe)",
        "         | INCONCLUSIVE | safe        | INCONCLUSIVE | PROBED   | seen (probed 2026-11-25; but known by its name: safe)",
        "         | INCONCLUSIVE | unsafe      | UNSAFE       | KNOWN    | known (known by its name; but probed 2026-11-25: inconclusive)",
        "SAFE     | SAFE         | unproven    | SAFE         | VERIFIED | verified",
        "SAFE     | INCONCLUSIVE | unproven    | SAFE         | VERIFIED | verified",
        "SAFE     | UNSAFE       | safe        | UNSAFE       | PROBED   | seen (probed 2026-11-25; but verified 2026-11-24: safe, known by its name: safe)",
        "SAFE     | SAFE         | unsafe      | UNSAFE       | KNOWN    | known (known by its name; but verified 2026-11-24: safe, probed 2026-11-25: safe)",
        "UNSAFE   | SAFE         | safe        | UNSAFE       | VERIFIED | verified (verified 2026-11-24; but probed 2026-11-25: safe, known by its name: safe)",
        "UNSAFE   | UNSAFE       | unsafe      | UNSAFE       | VERIFIED | verified",
        "INCONCLUSIVE | SAFE     | safe        | INCONCLUSIVE | VERIFIED | verified (verified 2026-11-24; but probed 2026-11-25: safe, known by its name: safe)",
      })
  void theWorseCountsAndTheOthersAreNamed(
      Verdict verified,
      Verdict probed,
      String known,
      Verdict expected,
      Source source,
      String reason) {
    List<Safety> findings = new ArrayList<>(List.of(Safety.known(SliceMode.OFF, standing(known))));
    findings.add(new Safety(SliceMode.OFF, probed, "seen", Source.PROBED, "2026-11-25"));
    if (verified != null) {
      findings.add(new Safety(SliceMode.OFF, verified, "verified", Source.VERIFIED, "2026-11-24"));
    }

    Safety combined = Safety.combine(findings);

    assertThat(combined.verdict()).isEqualTo(expected);
    assertThat(combined.source()).isEqualTo(source);
    assertThat(combined.reason()).isEqualTo(reason);
  }

  /** A run's envelope is combined when it is read, and once more with what other runs saw. */
  @Test
  void combiningOnceMoreChangesNothing() {
    Safety known = Safety.known(SliceMode.OFF, standing("unsafe"));
    Safety probed = new Safety(SliceMode.OFF, Verdict.SAFE, "seen", Source.PROBED, "2026-11-25");
    Safety once = Safety.combine(List.of(probed, known));
    assertThat(Safety.combine(List.of(once, known))).isEqualTo(once);

    Safety seen = new Safety(SliceMode.OFF, Verdict.UNSAFE, "seen", Source.PROBED, "2026-11-25");
    Safety safe = Safety.known(SliceMode.OFF, standing("safe"));
    Safety worse = Safety.combine(List.of(seen, safe));
    assertThat(worse.reason()).contains("but known by its name: safe");
    assertThat(Safety.combine(List.of(worse, safe))).isEqualTo(worse);
  }

  private static ModeStanding standing(String known) {
    return switch (known) {
      case "safe" -> new ModeStanding.Safe("known");
      case "unsafe" -> new ModeStanding.Unsafe("known");
      case "unsupported" -> new ModeStanding.Unsupported("known");
      default -> new ModeStanding.Unproven("known");
    };
  }
}
