package dev.slicebench.bench.recommend;

import dev.slicebench.bench.report.Score;

/** What modes are ranked by. */
enum Measure {
  /** The milliseconds that an append with its loads takes, the network included. */
  TIME {
    @Override
    Score of(Candidate candidate, Network network) {
      return candidate.ms(network);
    }
  },
  /** The request units that they are charged, whatever the network. */
  REQUEST_UNITS {
    @Override
    Score of(Candidate candidate, Network network) {
      return candidate.requestUnits().orElseThrow();
    }
  };

  abstract Score of(Candidate candidate, Network network);
}
