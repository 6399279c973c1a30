package dev.slicebench.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.compare.Recording.Note;
import dev.slicebench.bench.compare.Recording.Row;
import dev.slicebench.evidence.text.Paragraph;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {

  private static final Recording SLOWER =
      Recordings.of(
          Recordings.pairs(16, i -> 0.1 + i * 1e-4, i -> 0, 1.0, 2.0),
          Recordings.pairs(16, i -> (i % 2 - 0.5) * 0.4));

  @Test
  void saysForEachRowWhatWasSeenAndWhatFollows() {
    assertThat(report(SLOWER).text())
        .contains("base      main (531c4e0aaa)", "head      head.jar", "2 x Some CPU")
        .containsPattern("append OFF +more calls +1 -> 2 +1\\.106 \\[.* 0\\.200 +0\\.221")
        .containsPattern("load OFF.* can't tell: about \\d+ forks would")
        .contains("Overall: head makes more Dapr calls.");
    assertThat(report(SLOWER).text().lines()).allMatch(line -> line.length() <= Paragraph.WIDTH);
  }

  @Test
  void theMarkdownTwinSaysTheSameAndCanBeFoundAgain() {
    assertThat(report(SLOWER).markdown())
        .startsWith(ComparisonReport.MARKER + "\n### slicebench compare: more calls\n")
        .contains("| 1 -> 2 | **more calls** |", "* machine: 2 x Some CPU");
  }

  @Test
  void saysWhatOnlyTheHeadFailsOn() {
    Recording broken =
        Recordings.of(
            List.of(new Row(Recordings.CELLS.get(1), Recordings.pairs(16, i -> 0))),
            List.of(new Note(Recordings.CELLS.get(0), "head fails: no such mode")));

    assertThat(report(broken).text())
        .contains(
            "BROKEN append OFF, 100 events",
            "head fails: no such mode",
            "head fails where base does not");
  }

  @Test
  void saysThatTheRulerMoved() {
    Recording moved = Recordings.of(Recordings.pairs(16, i -> 0.2, i -> 0.2, 1.0, 1.0));

    assertThat(report(moved).text())
        .contains("can't tell (inconclusive: the machine itself was slower for head");
  }

  private static ComparisonReport report(Recording recording) {
    return new ComparisonReport(recording, Judgement.of(recording, new Random(1)));
  }
}
