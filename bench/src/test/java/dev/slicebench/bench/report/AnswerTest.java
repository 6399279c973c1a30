package dev.slicebench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.run.Cell;
import dev.slicebench.bench.run.Cell.Load;
import dev.slicebench.bench.run.Envelope.Broken;
import dev.slicebench.bench.run.RequestUnits;
import dev.slicebench.bench.run.RequestUnits.Charge;
import dev.slicebench.bench.run.Standing;
import dev.slicebench.bench.run.Standing.Verdict;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.sidecar.CosmosMeter.Charges;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.sidecar.SidecarInfo.Component;
import dev.slicebench.sidecar.SidecarKind;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerTest {

  private static final Load LOAD = new Load(1000, 10, 1024);

  private final Map<Cell, Score> scores = new LinkedHashMap<>();
  private final List<Standing> standings = new ArrayList<>();
  private final List<Broken> broken = new ArrayList<>();
  private final List<Charge> charges = new ArrayList<>();
  private SidecarKind kind = SidecarKind.NATIVE;
  private @Nullable RequestUnits requestUnits;

  @Test
  void namesTheModeThatIsCheapestInBoth() {
    measured(SliceMode.OFF, Verdict.SAFE, 2.0, 9.0);
    measured(SliceMode.TRANSACTIONAL, Verdict.SAFE, 1.5, 5.2);
    measured(SliceMode.CREATE_ONLY, Verdict.SAFE, 0.5, 4.0);

    assertThat(answer())
        .isEqualTo(
            "On Store 1: use CREATE_ONLY: of the safe modes, CREATE_ONLY has the cheapest append"
                + " (TRANSACTIONAL, the next, costs 3.0 times as much), and CREATE_ONLY has the"
                + " cheapest load (TRANSACTIONAL, the next, costs 1.3 times as much).");
  }

  @Test
  void aTieInOneIsBrokenByTheOther() {
    measured(SliceMode.TRANSACTIONAL, Verdict.SAFE, 1.5, 5.0);
    measured(SliceMode.CREATE_ONLY, Verdict.SAFE, 0.5, 5.1);

    assertThat(answer())
        .startsWith("On Store 1: use CREATE_ONLY:")
        .contains("there is no measurable difference in load between any of them");
  }

  @Test
  void sayWhereAppendsAndLoadsDisagree() {
    measured(SliceMode.TRANSACTIONAL, Verdict.SAFE, 1.5, 3.0);
    measured(SliceMode.CREATE_ONLY, Verdict.SAFE, 0.5, 5.0);

    assertThat(answer())
        .startsWith(
            "On Store 1: use CREATE_ONLY if you append more than you load, and TRANSACTIONAL if you"
                + " load more:");
  }

  @Test
  void neverRecommendsAnUnsafeMode() {
    measured(SliceMode.OFF, Verdict.UNSAFE, 0.1, 0.1);
    measured(SliceMode.CREATE_ONLY, Verdict.SAFE, 0.5, 5.0);

    assertThat(answer())
        .isEqualTo("On Store 1: use CREATE_ONLY, the only safe mode that was measured.");
  }

  @Test
  void prefersASafeModeToACheaperUnprovenOne() {
    measured(SliceMode.OFF, Verdict.UNPROVEN, 0.1, 0.1);
    measured(SliceMode.CREATE_ONLY, Verdict.SAFE, 0.5, 5.0);

    assertThat(answer()).contains("use CREATE_ONLY").doesNotContain("OFF");
  }

  @Test
  void warnsWhereNothingIsProven() {
    measured(SliceMode.OFF, Verdict.UNPROVEN, 0.1, 0.1);
    measured(SliceMode.CREATE_ONLY, Verdict.UNPROVEN, 0.5, 5.0);

    assertThat(answer()).contains("use OFF", "No mode is proven safe there");
  }

  @Test
  void tellsWhatTheBillTurnsOn() {
    measured(SliceMode.OFF, Verdict.SAFE, 0.5, 5.0);
    measured(SliceMode.TRANSACTIONAL, Verdict.SAFE, 1.5, 5.0);
    charged(SliceMode.OFF, 60, 30);
    charged(SliceMode.TRANSACTIONAL, 20, 30);
    requestUnits = new RequestUnits(Charges.MODELLED, charges);

    assertThat(answer())
        .startsWith("On Store 1: use OFF:")
        .endsWith(
            " In request units, modelled, TRANSACTIONAL has the cheapest append (OFF, the next, costs"
                + " 3.0 times as much), and there is no measurable difference in load between any of"
                + " them.");
  }

  @Test
  void doesNotRecommendAModeWithABrokenCell() {
    measured(SliceMode.OFF, Verdict.SAFE, 0.1, 0.1);
    measured(SliceMode.CREATE_ONLY, Verdict.SAFE, 0.5, 5.0);
    broken.add(
        new Broken(
            Cell.of(Subject.LOAD_TAIL, Protocol.OURS, SliceMode.OFF, LOAD, 1), "lost an event"));

    assertThat(answer()).contains("use CREATE_ONLY").doesNotContain("OFF");
  }

  @Test
  void aBrokenReferenceSaysNothingAgainstTheMode() {
    measured(SliceMode.OFF, Verdict.SAFE, 0.1, 0.1);
    measured(SliceMode.CREATE_ONLY, Verdict.SAFE, 0.5, 5.0);
    broken.add(
        new Broken(
            Cell.of(Subject.APPEND, Protocol.REFERENCE, SliceMode.OFF, LOAD, 1), "lost an event"));

    assertThat(answer()).contains("use OFF");
  }

  @Test
  void isHonestWhereNothingIsSafe() {
    measured(SliceMode.OFF, Verdict.UNSAFE, 0.1, 0.1);

    assertThat(answer())
        .isEqualTo("On Store 1: use none: no mode that is safe there was measured whole.");
  }

  @Test
  void saysThatTheEmbeddedSidecarIsNotDapr() {
    kind = SidecarKind.EMBEDDED;
    measured(SliceMode.OFF, Verdict.SAFE, 0.1, 0.1);

    assertThat(answer()).endsWith("run it on your own store before you decide.)");
  }

  @Test
  void countsEveryCaseAlike() {
    measured(SliceMode.OFF, Verdict.SAFE, 1, 1);
    measured(SliceMode.CREATE_ONLY, Verdict.SAFE, 1, 1);
    Load shorter = new Load(10, 10, 1024);
    put(Subject.LOAD_WHOLE, SliceMode.OFF, shorter, 0.01);
    put(Subject.LOAD_WHOLE, SliceMode.CREATE_ONLY, shorter, 0.04);

    assertThat(answer()).contains("costs 2.0 times as much");
  }

  private void measured(SliceMode mode, Verdict verdict, double append, double load) {
    standings.add(new Standing(mode, verdict, "because"));
    put(Subject.APPEND, mode, LOAD, append);
    put(Subject.LOAD_WHOLE, mode, LOAD, load);
  }

  /** With an interval of 5 % to either side. */
  private void put(Subject subject, SliceMode mode, Load load, double ms) {
    scores.put(Cell.of(subject, Protocol.OURS, mode, load, 1), new Score(ms, ms / 20));
  }

  private void charged(SliceMode mode, double append, double load) {
    charges.add(new Charge(Cell.of(Subject.APPEND, Protocol.OURS, mode, LOAD, 1), append, 1));
    charges.add(new Charge(Cell.of(Subject.LOAD_WHOLE, Protocol.OURS, mode, LOAD, 1), load, 1));
  }

  private String answer() {
    SidecarInfo sidecar =
        new SidecarInfo(
            kind,
            "1.18.1",
            "app",
            new Component("statestore", "state.store", "v1", Set.of()),
            "Store 1",
            "for a test");
    return Answer.of(new Scores(scores), standings, broken, sidecar, requestUnits).text();
  }
}
