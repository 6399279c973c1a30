package dev.slicebench.conformance.junit;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.state.StateStore;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds an event store to the rules: extend this class and open the store. A test's name begins
 * with its rule's number. A rule that needs more than an event store is aborted with the reason,
 * and so is one of which too little was seen; the last lines of the output count them.
 *
 * <p>{@code -Dslicebench.seed=N} decides every random choice; {@code -Dslicebench.scale=N} tries so
 * many times as much.
 */
public abstract class EventStoreConformance {

  /** For the class that extends this one. */
  protected EventStoreConformance() {}

  /** Returns a new instance, which has seen no stream yet, of the same event store each time. */
  protected abstract EventStore open();

  /** Returns a test for each rule about event stores. */
  @TestFactory
  final Stream<DynamicTest> rules() {
    return rules(System.out::print);
  }

  /** With the summary told to {@code out}. */
  final Stream<DynamicTest> rules(Consumer<String> out) {
    Set<RuleGroup> groups = EnumSet.allOf(RuleGroup.class);
    groups.remove(RuleGroup.STORE_PROBES);
    return RuleTests.of(new EventStoreAlone(), groups, out);
  }

  private final class EventStoreAlone implements StoreUnderTest {

    private final MeetingPoint meeting = new MeetingPoint();

    @Override
    public String label() {
      return EventStoreConformance.this.getClass().getSimpleName();
    }

    @Override
    public Set<Capability> offers() {
      return EnumSet.of(Capability.EVENT_STORE);
    }

    @Override
    public String lack(Capability need) {
      return need.lack() + " ('./slicebench verify' asks it of a store behind Dapr)";
    }

    @Override
    public EventStore open() {
      return meeting.before(EventStoreConformance.this.open());
    }

    @Override
    public StateStore state() {
      throw new UnsupportedOperationException(Capability.STATE_STORE.lack());
    }

    @Override
    public FaultInjector faults() {
      throw new UnsupportedOperationException(Capability.CLIENT_FAULTS.lack());
    }
  }
}
