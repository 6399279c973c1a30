package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.ModeEvidence;
import dev.slicebench.evidence.Standing;
import dev.slicebench.evidence.Standing.Verdict;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

  @Test
  void whatIsKnownTodayMakesAnOldRunUnsafeAndNeverSafe() {
    ModeStanding unsafe = new ModeStanding.Unsafe("known");
    Standing seenSafe = new Standing(SliceMode.OFF, Verdict.SAFE, "seen");
    Standing seenUnsafe = new Standing(SliceMode.OFF, Verdict.UNSAFE, "seen");

    assertThat(seenSafe.knowing(unsafe))
        .isEqualTo(new Standing(SliceMode.OFF, Verdict.UNSAFE, "known"));
    assertThat(seenSafe.knowing(new ModeStanding.Safe("known"))).isSameAs(seenSafe);
    assertThat(seenUnsafe.knowing(new ModeStanding.Safe("known"))).isSameAs(seenUnsafe);
  }

  @ParameterizedTest
  @CsvSource({
    "SAFE, safe, SAFE, seen",
    "SAFE, unsafe, UNSAFE, known",
    "SAFE, unsupported, UNSUPPORTED, known",
    "SAFE, unproven, UNPROVEN, known; seen: seen",
    "UNSAFE, safe, UNSAFE, seen",
    "UNSAFE, unproven, UNSAFE, seen",
    "UNSUPPORTED, safe, UNSUPPORTED, seen",
    "INCONCLUSIVE, safe, UNPROVEN, seen",
    "INCONCLUSIVE, unsafe, UNSAFE, known",
  })
  void theWorseOfSeenAndKnownCounts(
      ModeEvidence.Verdict seen, String known, Verdict expected, String reason) {
    ModeStanding standing =
        switch (known) {
          case "safe" -> new ModeStanding.Safe("known");
          case "unsafe" -> new ModeStanding.Unsafe("known");
          case "unsupported" -> new ModeStanding.Unsupported("known");
          default -> new ModeStanding.Unproven("known");
        };

    assertThat(Standing.of(new ModeEvidence(SliceMode.OFF, seen, "seen"), standing))
        .isEqualTo(new Standing(SliceMode.OFF, expected, reason));
  }
}
