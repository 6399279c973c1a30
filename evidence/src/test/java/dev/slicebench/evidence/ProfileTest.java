package dev.slicebench.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.SliceMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {

  private static final Set<SliceMode> ALL = EnumSet.allOf(SliceMode.class);

  @Test
  void quickLeavesHalfAMinuteOfItsThree() {
    assertThat(Profile.QUICK.plan(ALL).estimateSeconds()).isLessThanOrEqualTo(150);
  }

  @Test
  void standardTakesHalfAnHourAtMost() {
    assertThat(Profile.STANDARD.plan(ALL).estimateSeconds()).isLessThanOrEqualTo(30 * 60);
  }

  /** A mode's price is told apart from the library's where both are measured. */
  @Test
  void ownCallsAreMeasuredBesideAnOperationAndItsFloor() {
    for (Profile profile : List.of(Profile.STANDARD, Profile.FULL)) {
      List<BenchmarkCase> cells = profile.plan(ALL).cells();
      for (Benchmark operation : List.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE)) {
        Benchmark calls = operation.ownCalls().orElseThrow();
        List<BenchmarkCase> own = cells.stream().filter(cell -> cell.benchmark() == calls).toList();

        assertThat(own).extracting(BenchmarkCase::mode).containsAll(ALL);
        assertThat(cells)
            .containsAll(
                own.stream()
                    .map(
                        cell ->
                            BenchmarkCase.of(
                                operation,
                                Protocol.SLICEBENCH,
                                Objects.requireNonNull(cell.mode()),
                                cell.shape(),
                                cell.callers()))
                    .toList());
      }
    }
  }

  @Test
  void fullMeasuresEveryParameter() {
    List<BenchmarkCase> appends =
        Profile.FULL.plan(ALL).cells().stream()
            .filter(
                cell ->
                    cell.benchmark() == Benchmark.APPEND
                        && cell.protocol() == Protocol.SLICEBENCH
                        && cell.mode() == SliceMode.OFF)
            .toList();

    assertThat(appends).hasSize(5 * 3 * 3 * 2).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void everyModeIsMeasuredByBothProtocolsButOursAlone(Profile profile) {
    List<BenchmarkCase> cells = profile.plan(ALL).cells();

    assertThat(modes(cells, Protocol.SLICEBENCH)).isEqualTo(ALL);
    assertThat(modes(cells, Protocol.ORIGINAL))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(SliceMode.CREATE_ONLY)));
    assertThat(cells).doesNotHaveDuplicates();
  }

  /** An answer's first table has a column for each. */
  @ParameterizedTest
  @EnumSource
  void everyModeIsMeasuredInAppendsWholeLoadsAndLoadsOfTheLast(Profile profile) {
    List<BenchmarkCase> cells = profile.plan(ALL).cells();

    for (Benchmark benchmark :
        List.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE, Benchmark.LOAD_TAIL)) {
      assertThat(
              modes(
                  cells.stream().filter(cell -> cell.benchmark() == benchmark).toList(),
                  Protocol.SLICEBENCH))
          .isEqualTo(ALL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotAskedForIsNotMeasured(Profile profile) {
    List<BenchmarkCase> cells = profile.plan(Set.of(SliceMode.TWO_PHASED)).cells();

    assertThat(modes(cells, Protocol.SLICEBENCH)).containsExactly(SliceMode.TWO_PHASED);
    assertThat(modes(cells, Protocol.ORIGINAL)).containsExactly(SliceMode.TWO_PHASED);
  }

  @ParameterizedTest
  @EnumSource
  void everyAppendAndLoadBesideTheOriginalHasItsFloor(Profile profile) {
    List<BenchmarkCase> cells = profile.plan(ALL).cells();

    for (BenchmarkCase cell :
        cells.stream().filter(one -> one.protocol() != Protocol.SLICEBENCH).toList()) {
      switch (cell.benchmark()) {
        case APPEND ->
            assertThat(cells)
                .contains(
                    BenchmarkCase.floor(Benchmark.SAVE_FLOOR, cell.shape(), cell.callers()),
                    BenchmarkCase.floor(Benchmark.TRANSACTION_FLOOR, cell.shape(), cell.callers()));
        case LOAD_WHOLE ->
            assertThat(cells)
                .contains(BenchmarkCase.floor(Benchmark.BULK_FLOOR, cell.shape(), cell.callers()));
        case LOAD_TAIL ->
            assertThat(cells)
                .contains(
                    BenchmarkCase.floor(Benchmark.BULK_FLOOR, cell.shape().tail(), cell.callers()));
        case CONTENDED_APPEND, DECIDE -> {
          // They have none.
        }
        default ->
            assertThat(cell.mode() == null).as("%s", cell).isEqualTo(cell.benchmark().isFloor());
      }
    }
  }

  private static Set<SliceMode> modes(List<BenchmarkCase> cells, Protocol protocol) {
    return cells.stream()
        .filter(cell -> cell.protocol() == protocol)
        .map(BenchmarkCase::mode)
        .collect(Collectors.toSet());
  }
}
