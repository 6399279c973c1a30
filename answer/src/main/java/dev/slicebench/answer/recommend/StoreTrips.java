package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.run.Run;
import java.util.Objects;

/**
 * How many round trips between sidecar and store an operation waits for, one after another. The
 * ledger does not know: it counts Dapr calls, and some components make several trips of one call,
 * PostgreSQL's one for each operation of a transaction.
 */
sealed interface StoreTrips {

  /** Returns whether they can be told of the operation at this contact. */
  boolean reaches(BenchmarkCase wanted, Contact contact);

  /**
   * Returns the trips of an operation that is reached.
   *
   * @param wanted the operation, as it would be measured: with the head seen
   * @param cost what it costs at this contact
   */
  Score of(BenchmarkCase wanted, Contact contact, Cost cost);

  /** One for each Dapr call, for want of a measurement. */
  record Assumed() implements StoreTrips {

    @Override
    public boolean reaches(BenchmarkCase wanted, Contact contact) {
      return true;
    }

    @Override
    public Score of(BenchmarkCase wanted, Contact contact, Cost cost) {
      return new Score(cost.roundTrips(), 0);
    }
  }

  /**
   * By how much longer an operation took in a run with latency, less what its Dapr calls waited for
   * between client and sidecar, as a multiple of what was added to a round trip to the store. A
   * Dapr call makes at least one trip to the store: where less was seen, that is noise, so that it
   * is one for each call, and the error reaches to what was seen.
   *
   * @param without of runs without latency
   * @param with of {@code run}
   * @param run one with latency added before the store
   */
  record Measured(Estimator without, Estimator with, Run run) implements StoreTrips {

    /** Returns what was added in the run. */
    AddedLatency latency() {
      return Objects.requireNonNull(run.envelope().latency());
    }

    @Override
    public boolean reaches(BenchmarkCase wanted, Contact contact) {
      return without.reaches(wanted, contact) && with.reaches(wanted, contact);
    }

    @Override
    public Score of(BenchmarkCase wanted, Contact contact, Cost cost) {
      Score bare = without.of(wanted, contact, cost).score();
      Score delayed = with.of(wanted, contact, cost).score();
      double tripMs = latency().measuredStoreMs();
      double addedMs =
          delayed.perOp() - bare.perOp() - cost.roundTrips() * latency().measuredClientMs();
      double seen = addedMs / tripMs;
      double error = Math.hypot(bare.error(), delayed.error()) / tripMs;
      double least = cost.roundTrips();
      return seen < least
          ? new Score(least, Math.max(error, least - seen))
          : new Score(seen, error);
    }
  }
}
