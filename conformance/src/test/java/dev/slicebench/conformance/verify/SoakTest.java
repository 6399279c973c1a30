package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Verdict;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a soak ends, and what it tells then. */
class SoakTest {

  private static final long FIRST_SEED = 40;

  @TempDir private Path folder = Path.of("");
  private final Soak soak = new Soak(Rules.longRace(), 6, FIRST_SEED);
  private int histories;

  @Test
  void itPassesWhenEnoughAppendsAreAcknowledged() throws IOException {
    soak.add(passed(4));
    assertThat(soak.isOver()).isFalse();
    assertThat(soak.acknowledged()).isEqualTo(4);

    soak.add(passed(2));

    assertThat(soak.isOver()).isTrue();
    assertThat(soak.finding().outcome()).isEqualTo(Outcome.PASS);
    assertThat(soak.finding().detail())
        .startsWith(
            "2 rounds, seeds 40 to 41: none lost, phantom, duplicate or wedged of 6 appends");
  }

  @Test
  void everyRoundHasTheNextSeed() throws IOException {
    assertThat(soak.seed()).isEqualTo(FIRST_SEED);

    soak.add(passed(1));
    soak.add(inconclusive());

    assertThat(soak.seed()).isEqualTo(FIRST_SEED + 2);
  }

  @Test
  void aBrokenRoundEndsItAndIsNamedByItsSeed() throws IOException {
    soak.add(passed(4));

    soak.add(round(new Verdict.Fail("event 3 is lost"), List.of(history(9))));

    assertThat(soak.isOver()).isTrue();
    Finding finding = soak.finding();
    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.detail()).isEqualTo("round of seed 41, after 4 appends: event 3 is lost");
  }

  @Test
  void fiveRoundsInARowThatShowTooLittleEndIt() throws IOException {
    soak.add(passed(1));
    for (int i = 0; i < 4; i++) {
      soak.add(inconclusive());
    }
    assertThat(soak.isOver()).isFalse();

    soak.add(inconclusive());

    assertThat(soak.isOver()).isTrue();
    assertThat(soak.finding().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(soak.finding().detail())
        .contains("5 rounds in a row showed too little, the last one: in time")
        .contains("1 appends acknowledged");
  }

  @Test
  void aRoundThatPassesStartsTheCountAnew() throws IOException {
    for (int i = 0; i < 4; i++) {
      soak.add(inconclusive());
    }
    soak.add(passed(1));
    for (int i = 0; i < 4; i++) {
      soak.add(inconclusive());
    }

    assertThat(soak.isOver()).isFalse();
  }

  @Test
  void appendsOfARoundThatShowedTooLittleDoNotCount() throws IOException {
    soak.add(round(new Verdict.Inconclusive("in time"), List.of(history(6))));

    assertThat(soak.acknowledged()).isZero();
    assertThat(soak.isOver()).isFalse();
  }

  private static RuleResult inconclusive() {
    return round(new Verdict.Inconclusive("in time"), List.of());
  }

  private RuleResult passed(int appends) throws IOException {
    return round(new Verdict.Pass("all"), List.of(history(appends)));
  }

  private static RuleResult round(Verdict verdict, List<Path> histories) {
    return new RuleResult(Rules.longRace(), verdict, histories);
  }

  /** A history of appends, one after another, that were all acknowledged. */
  private Path history(int appends) throws IOException {
    StringBuilder lines =
        new StringBuilder(
            "{\"history\":1,\"seed\":1,\"subject\":\"s\",\"mode\":\"m\",\"run\":\"r\"}\n");
    for (int i = 1; i <= appends; i++) {
      lines.append(
          "{\"op\":\"append\",\"p\":1,\"at\":[%d,%d],\"stream\":\"s\",\"expect\":%s,\"events\":[\"1-%d\"],\"ok\":%d%s}\n"
              .formatted(
                  i * 10,
                  i * 10 + 5,
                  i == 1 ? "\"none\"" : String.valueOf(i - 1),
                  i,
                  i,
                  i == 1 ? ",\"created\":true" : ""));
    }
    lines.append("{\"end\":").append(appends).append("}\n");
    return Files.writeString(folder.resolve(++histories + ".jsonl"), lines);
  }
}
