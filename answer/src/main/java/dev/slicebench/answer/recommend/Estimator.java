package dev.slicebench.answer.recommend;

import dev.slicebench.answer.recommend.CostModel.Observation;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.LedgerRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Figures for operations that were not measured as such: the nearest figure of the same mode and
 * benchmark, scaled by what the ledger says that both cost, at prices fitted to the whole store.
 * The error grows with the distance, up to the whole error of the fit.
 */
final class Estimator {

  /** The interval of a normal error that has 95 % in it, in standard deviations. */
  private static final double CONFIDENCE = 1.96;

  /** Closer than that, two operations cost the same but for the digits in their names. */
  private static final double SAME = 0.02;

  private final Map<BenchmarkCase, Score> figures;
  private final Ledger ledger;
  private final Optional<CostModel> model;

  /** From a store's figures, of both protocols. */
  Estimator(Map<BenchmarkCase, Score> figures, Ledger ledger) {
    this.figures = figures;
    this.ledger = ledger;
    List<Observation> observations = new ArrayList<>();
    figures.forEach(
        (cell, score) ->
            cost(cell).ifPresent(cost -> observations.add(new Observation(cost, score))));
    this.model = CostModel.fit(observations);
  }

  /** By which share the fit is off; empty where too little was measured for one. */
  Optional<Double> relativeError() {
    return model.map(CostModel::relativeError);
  }

  /**
   * Returns whether there is a figure for {@code wanted}, or one near enough to be scaled.
   *
   * @param contact of the operation: what was measured had seen the head
   */
  boolean reaches(BenchmarkCase wanted, Contact contact) {
    return (contact == Contact.WARM && figures.containsKey(wanted))
        || (model.isPresent() && Coverage.reaches(anchors(wanted), wanted));
  }

  /** Returns the size of the payloads whose figures are scaled. */
  int payloadBytes() {
    return ledger.payloadBytes();
  }

  /**
   * Returns what an operation takes that the figures reach.
   *
   * @param wanted the operation, as it would be measured: with the head seen
   * @param cost what it costs at this contact
   */
  Estimate of(BenchmarkCase wanted, Contact contact, Cost cost) {
    Score measured = contact == Contact.WARM ? figures.get(wanted) : null;
    return measured != null
        ? new Estimate(measured, false)
        : anchors(wanted).stream()
            .map(cell -> scaled(cell, cost, model.orElseThrow()))
            .min(Comparator.comparingDouble(Scaling::distance))
            .map(Scaling::estimate)
            .orElseThrow();
  }

  /** Figures of the same mode and benchmark that the ledger has a row for. */
  private List<BenchmarkCase> anchors(BenchmarkCase wanted) {
    return Coverage.alike(figures.keySet(), wanted).filter(cell -> cost(cell).isPresent()).toList();
  }

  private record Scaling(double distance, Estimate estimate) {}

  private Scaling scaled(BenchmarkCase from, Cost to, CostModel prices) {
    Score score = Objects.requireNonNull(figures.get(from));
    double ratio = prices.predict(to) / prices.predict(cost(from).orElseThrow());
    double distance = Math.abs(Math.log(ratio));
    double scaling = CONFIDENCE * prices.relativeError() * Math.min(1, distance);
    double relative = Math.hypot(score.error() / score.perOp(), scaling);
    double perOp = score.perOp() * ratio;
    return new Scaling(distance, new Estimate(new Score(perOp, perOp * relative), distance > SAME));
  }

  private Optional<Cost> cost(BenchmarkCase cell) {
    return cell.callers() != 1 || cell.shape().payloadBytes() != ledger.payloadBytes()
        ? Optional.empty()
        : ledger.row(cell).map(LedgerRow::cost);
  }
}
