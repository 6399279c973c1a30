package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.ledger.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * What a store takes, or charges, for each round trip, key read, document written and byte: fitted
 * to its own measurements, of which each weighs the same relative to its size. No part is negative.
 * It is used for the ratio of two operations, hardly ever for a figure by itself.
 */
final class CostModel {

  /** Fewer tell nothing of the error. */
  private static final int FEWEST_OBSERVATIONS = 8;

  private static final int PARTS = 4;

  private final double[] weights;
  private final double relativeError;

  private CostModel(double[] weights, double relativeError) {
    this.weights = weights;
    this.relativeError = relativeError;
  }

  /** An operation that was counted, and measured or charged. */
  record Observation(Cost cost, Score score) {}

  /** Returns the model of a store; empty where too little was observed, or nothing fits. */
  static Optional<CostModel> fit(List<Observation> observations) {
    if (observations.size() < FEWEST_OBSERVATIONS) {
      return Optional.empty();
    }
    double squares = 0;
    for (Observation one : observations) {
      List<Observation> others = new ArrayList<>(observations);
      others.remove(one);
      double predicted = predict(weights(others), one.cost());
      squares += Math.pow(Math.log(predicted / one.score().perOp()), 2);
    }
    double relativeError = Math.sqrt(squares / observations.size());
    // Infinite where some others would have one for nothing.
    return Double.isFinite(relativeError)
        ? Optional.of(new CostModel(weights(observations), relativeError))
        : Optional.empty();
  }

  /** Returns what the operation takes, in the unit of the observations. */
  double predict(Cost cost) {
    return predict(weights, cost);
  }

  /**
   * By which share a prediction is off, as the root of the mean square over all observations, each
   * predicted from the others.
   */
  double relativeError() {
    return relativeError;
  }

  private static double predict(double[] weights, Cost cost) {
    double[] parts = parts(cost);
    double sum = 0;
    for (int i = 0; i < PARTS; i++) {
      sum += weights[i] * parts[i];
    }
    return sum;
  }

  private static double[] parts(Cost cost) {
    return new double[] {
      cost.roundTrips(), cost.keysRead(), cost.documentsWritten(), cost.bytesIn() + cost.bytesOut()
    };
  }

  /** Returns the best of all least squares over some of the parts in which no part is negative. */
  private static double[] weights(List<Observation> observations) {
    double[] best = new double[PARTS];
    double least = Double.POSITIVE_INFINITY;
    for (int chosen = 1; chosen < 1 << PARTS; chosen++) {
      try {
        OLSMultipleLinearRegression regression = regression(observations, chosen);
        double[] weights = spread(regression.estimateRegressionParameters(), chosen);
        double residual = regression.calculateResidualSumOfSquares();
        if (residual < least && Arrays.stream(weights).allMatch(weight -> weight >= 0)) {
          best = weights;
          least = residual;
        }
      } catch (SingularMatrixException e) {
        // Parts that no observation can tell apart.
      }
    }
    return best;
  }

  private static OLSMultipleLinearRegression regression(
      List<Observation> observations, int chosen) {
    double[][] parts = new double[observations.size()][];
    double[] ones = new double[observations.size()];
    Arrays.fill(ones, 1);
    for (int i = 0; i < parts.length; i++) {
      double score = observations.get(i).score().perOp();
      double[] all = parts(observations.get(i).cost());
      parts[i] =
          IntStream.range(0, PARTS)
              .filter(part -> isChosen(part, chosen))
              .mapToDouble(part -> all[part] / score)
              .toArray();
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.setNoIntercept(true);
    regression.newSampleData(ones, parts);
    return regression;
  }

  private static double[] spread(double[] weights, int chosen) {
    double[] all = new double[PARTS];
    int next = 0;
    for (int part = 0; part < PARTS; part++) {
      if (isChosen(part, chosen)) {
        all[part] = weights[next++];
      }
    }
    return all;
  }

  private static boolean isChosen(int part, int chosen) {
    return (chosen & 1 << part) != 0;
  }
}
