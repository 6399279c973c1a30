package dev.slicebench.answer.recommend;

import dev.slicebench.answer.Best;
import dev.slicebench.evidence.Score;
import java.util.Comparator;
import java.util.List;

/** What modes are ranked by. */
enum Measure {
  /** The milliseconds that an append with its loads takes, the network included. */
  TIME(Best.MARGIN, " ms") {
    @Override
    Score of(Candidate candidate, Network network) {
      return candidate.ms(network);
    }
  },
  /** The request units that they are charged, whatever the network. */
  REQUEST_UNITS(1.05, " request units") {
    @Override
    Score of(Candidate candidate, Network network) {
      return candidate.requestUnits().orElseThrow();
    }
  };

  private final double margin;
  private final String unit;

  Measure(double margin, String unit) {
    this.margin = margin;
    this.unit = unit;
  }

  /** Within this factor, two are about the same; a charge has hardly any noise. */
  double margin() {
    return margin;
  }

  /** Returns what stands behind a figure. */
  String unit() {
    return unit;
  }

  abstract Score of(Candidate candidate, Network network);

  /** Returns the candidates, those with the least first. */
  List<Candidate> sorted(List<Candidate> candidates, Network network) {
    return candidates.stream()
        .sorted(Comparator.comparingDouble(one -> of(one, network).perOp()))
        .toList();
  }
}
