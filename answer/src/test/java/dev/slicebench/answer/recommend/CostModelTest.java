package dev.slicebench.answer.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slicebench.answer.recommend.CostModel.Observation;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.ledger.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CostModelTest {

  private static final List<Cost> COSTS =
      List.of(
          cost(1, 0, 1, 1_200),
          cost(2, 1, 11, 12_000),
          cost(3, 1, 2, 11_000),
          cost(2, 2, 0, 1_300),
          cost(2, 11, 0, 12_000),
          cost(4, 1_001, 0, 1_200_000),
          cost(3, 191, 0, 1_100_000),
          cost(5, 1_091, 0, 1_150_000),
          cost(1, 0, 51, 60_000));

  @Test
  void findsThePricesOfAStoreThatHasSuch() {
    CostModel model =
        CostModel.fit(observations(cost -> 0.4 * cost.roundTrips() + 0.02 * cost.keysRead()))
            .orElseThrow();

    assertThat(model.predict(cost(10, 500, 0, 5_000_000))).isCloseTo(14, within(0.01));
    assertThat(model.relativeError()).isLessThan(0.001);
  }

  @Test
  void noPartIsNegativeWhereLessSquaresWouldHaveItSo() {
    CostModel model =
        CostModel.fit(
                observations(cost -> 1 + cost.roundTrips() / (1 + 0.1 * cost.documentsWritten())))
            .orElseThrow();

    assertThat(model.predict(cost(0, 0, 1_000, 0))).isNotNegative();
    assertThat(model.predict(cost(0, 1_000, 0, 0))).isNotNegative();
    assertThat(model.predict(cost(0, 0, 0, 1_000))).isNotNegative();
    assertThat(model.relativeError()).isGreaterThan(0.05);
  }

  @Test
  void aHandfulOfObservationsIsNoModel() {
    assertThat(CostModel.fit(observations(Cost::roundTrips).subList(0, 7))).isEmpty();
  }

  private static List<Observation> observations(ToDoubleFunction<Cost> takes) {
    List<Observation> observations = new ArrayList<>();
    COSTS.forEach(
        cost -> observations.add(new Observation(cost, new Score(takes.applyAsDouble(cost), 0))));
    return observations;
  }

  private static Cost cost(double roundTrips, double keysRead, double documents, double bytes) {
    return new Cost(roundTrips, 0, documents, keysRead, bytes, 0, roundTrips);
  }
}
