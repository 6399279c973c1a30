package dev.slicebench.conformance.junit;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.state.StateStore;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds a Dapr state store to the store probes, group 7 of the rules: extend this class and open
 * the store, for instance by {@code DaprStateStore}. A test's name begins with its rule's number.
 *
 * <p>{@code -Dslicebench.seed=N} decides every random choice; {@code -Dslicebench.scale=N} tries so
 * many times as much.
 */
public abstract class StateStoreConformance {

  /** For the class that extends this one. */
  protected StateStoreConformance() {}

  /** Returns the state store; another client of the same store each time, where that can be had. */
  protected abstract StateStore open();

  /** Returns whether the store has transactions; without them, their rules are aborted. */
  protected boolean hasTransactions() {
    return true;
  }

  /** Returns whether the store has Dapr's Query API; without it, its rules are aborted. */
  protected boolean hasQuery() {
    return false;
  }

  /** Returns a test for each rule about state stores. */
  @TestFactory
  final Stream<DynamicTest> rules() {
    return RuleTests.of(
        new StateStoreAlone(), EnumSet.of(RuleGroup.STORE_PROBES), System.out::print);
  }

  private final class StateStoreAlone implements StoreUnderTest {

    @Override
    public String label() {
      return StateStoreConformance.this.getClass().getSimpleName();
    }

    @Override
    public Set<Capability> offers() {
      Set<Capability> offers = EnumSet.of(Capability.STATE_STORE);
      if (hasTransactions()) {
        offers.add(Capability.TRANSACTIONS);
      }
      if (hasQuery()) {
        offers.add(Capability.QUERY);
      }
      return offers;
    }

    @Override
    public String lack(Capability need) {
      String how =
          switch (need) {
            case TRANSACTIONS -> "override hasTransactions() where it has them";
            case QUERY -> "override hasQuery() where it has one";
            default -> "'./slicebench verify' asks it of a component";
          };
      return "%s (%s)".formatted(need.lack(), how);
    }

    @Override
    public EventStore open() {
      throw new UnsupportedOperationException(Capability.EVENT_STORE.lack());
    }

    @Override
    public StateStore state() {
      return StateStoreConformance.this.open();
    }

    @Override
    public FaultInjector faults() {
      throw new UnsupportedOperationException(Capability.CLIENT_FAULTS.lack());
    }
  }
}
