package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.sidecar.Backend;
import dev.slicebench.sidecar.SidecarKind;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateStore;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writers at the same stream: what was acknowledged stays, what was refused is nowhere. */
abstract class RaceSpecification extends StoreSpecification {

  private static final long SEED = Long.getLong("slicebench.seed", System.nanoTime());
  private static final int WRITERS = 16;
  private static final int APPENDS_PER_WRITER = 12;

  RaceSpecification(SidecarKind kind, Backend.BuiltIn backend) {
    super(kind, backend);
  }

  @EachSafeMode
  void exactWritersLoseNothing(SliceMode mode) {
    Race.Outcome outcome = race(store -> open(store, mode), true);

    assertSound(outcome, mode);
    assertThat(outcome.refused()).as("conflicts: %s", outcome).isPositive();
  }

  @EachSafeMode
  void writersOfAnyVersionLoseNothing(SliceMode mode) {
    Race.Outcome outcome = race(store -> open(store, mode), false);

    assertSound(outcome, mode);
    assertThat(outcome.collisions()).as("writes that collided: %s", outcome).isPositive();
    assertThat(outcome.refused()).as("any version never conflicts: %s", outcome).isZero();
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("unsafeModes")
  void anUnsafeModeIsSeenToLose(SliceMode mode) {
    Race.Outcome outcome = race(store -> open(store, mode), true);

    assertThat(outcome.isSound()).as("%s, seed %d", outcome, SEED).isFalse();
    assertThat(outcome.audit().lost()).as("%s, seed %d", outcome, SEED).isPositive();
  }

  private Race.Outcome race(Function<StateStore, EventStore> opener, boolean exact) {
    Race.Plan plan = new Race.Plan(WRITERS, APPENDS_PER_WRITER, exact, SEED);
    return Race.run(new Footprint(state()), opener, newStream(), plan);
  }

  private static void assertSound(Race.Outcome outcome, SliceMode mode) {
    assertThat(outcome.witness()).as("%s, seed %d", outcome, SEED).isEmpty();
    assertThat(outcome.acknowledged()).isPositive();
    if (mode != SliceMode.TWO_PHASED) {
      // A writer of two phases that lost may leave its slice where no reader looks.
      assertThat(outcome.leftovers()).as("left over: %s, seed %d", outcome, SEED).isZero();
    }
  }
}
