package dev.slicebench.store.interleaving;

import dev.slicebench.store.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A script that runs over a mode's own code until all that goes on waits for answers. Waits of the
 * code itself end at once: when the next call is carried out is the scheduler's choice anyway.
 */
final class LiveProcess {

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final WaitingCalls calls = new WaitingCalls();
  private final List<Observation> observed = new ArrayList<>();
  private final EventStore store;
  private final Script script;
  private long version;

  LiveProcess(Subject subject, Script script) {
    this.store = subject.open(calls.store(), time);
    this.script = script;
    this.version = script.believed();
    performNext();
    endPauses();
  }

  /** The calls that wait for answers; none where the script has ended. */
  List<Call> waiting() {
    return calls.waiting();
  }

  /** What the operations were told so far, one each. */
  List<Observation> observed() {
    return List.copyOf(observed);
  }

  /** Answers the {@code index}th of the calls that wait, and runs on. */
  void answer(int index, Answer answer) {
    calls.answer(index, answer);
    endPauses();
  }

  private void performNext() {
    if (observed.size() < script.operations().size()) {
      script
          .operations()
          .get(observed.size())
          .perform(store, version)
          .subscribe(
              observation -> {
                observed.add(observation);
                version = observation.version(version);
                performNext();
              });
    }
  }

  private void endPauses() {
    time.advanceTimeBy(Duration.ofHours(1));
  }
}
