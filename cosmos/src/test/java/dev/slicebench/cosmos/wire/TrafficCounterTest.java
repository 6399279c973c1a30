package dev.slicebench.cosmos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficCounterTest {

  private final TrafficCounter counter = new TrafficCounter();

  @Test
  void addsUpByKindAndClient() {
    counter.record(OperationKind.BATCH, "a", 200, 10, 20, 5.5);
    counter.record(OperationKind.BATCH, "a", 429, 1, 2, 0);
    counter.record(OperationKind.BATCH, "b", 200, 1, 1, 1);
    counter.record(OperationKind.POINT_READ, "a", 404, 0, 3, 1);
    assertThat(counter.snapshot().lines())
        .containsExactly(
            new Traffic.Line(OperationKind.POINT_READ, "a", 1, 0, 3, 1, Map.of(404, 1L)),
            new Traffic.Line(OperationKind.BATCH, "a", 2, 11, 22, 5.5, Map.of(200, 1L, 429, 1L)),
            new Traffic.Line(OperationKind.BATCH, "b", 1, 1, 1, 1, Map.of(200, 1L)));
  }

  @Test
  void leavesAnEarlierSnapshotAsItWas() {
    counter.record(OperationKind.QUERY, "a", 200, 1, 1, 1);
    Traffic earlier = counter.snapshot();
    counter.record(OperationKind.QUERY, "a", 200, 1, 1, 2);
    assertThat(earlier.requests()).isEqualTo(1);
    assertThat(counter.snapshot().since(earlier).requestUnits()).isEqualTo(2);
  }
}
