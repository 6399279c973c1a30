package dev.slicebench.conformance.mutants;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.StateStore;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A deliberately wrong store.
 *
 * @param name what is wrong with it
 * @param caughtBy the rule that has to catch it
 * @param mayFail further rules that the same wrong breaks
 * @param groups the rules that concern it
 * @param mode the mode of the event store that is made wrong
 * @param opening opens another event store than the library's
 * @param wrongStore makes an event store wrong
 * @param wrongState makes a state store wrong
 */
record Mutant(
    String name,
    String caughtBy,
    Set<String> mayFail,
    Set<RuleGroup> groups,
    SliceMode mode,
    Optional<Function<StateStore, EventStore>> opening,
    UnaryOperator<EventStore> wrongStore,
    UnaryOperator<StateStore> wrongState) {

  private static final Set<RuleGroup> EVENT_STORE_GROUPS =
      EnumSet.of(RuleGroup.APPEND, RuleGroup.IDEMPOTENCY, RuleGroup.READ, RuleGroup.ISOLATION);

  private static final Set<RuleGroup> ALL_BUT_PROBES =
      EnumSet.complementOf(EnumSet.of(RuleGroup.STORE_PROBES));

  /** Ask what others ask, at several sizes, late, or many times. */
  private static final Set<String> AGAIN =
      Set.of(
          "1.20", "1.21", "3.9", "7.20", "7.36", "7.37", "7.38", "7.39", "7.40", "7.58", "7.59",
          "7.60", "7.71", "7.72", "7.73", "7.74", "7.75", "7.76", "7.77", "7.78", "7.79", "7.81",
          "7.82", "7.83", "7.84", "7.85", "7.86", "7.87", "7.88", "7.89");

  /** Watches documents for seconds. */
  private static final String EXPIRY = "7.69";

  /** In the place of a rule: nothing is wrong. */
  static final String SOUND = "none";

  static Mutant eventStore(
      String name, String caughtBy, UnaryOperator<EventStore> wrong, String... mayFail) {
    return new Mutant(
        name,
        caughtBy,
        Set.of(mayFail),
        EVENT_STORE_GROUPS,
        SliceMode.TRANSACTIONAL,
        Optional.empty(),
        wrong,
        UnaryOperator.identity());
  }

  /** An event store of its own kind, asked about races and lost calls too. */
  static Mutant opened(
      String name, String caughtBy, Function<StateStore, EventStore> opening, String... mayFail) {
    return new Mutant(
        name,
        caughtBy,
        Set.of(mayFail),
        ALL_BUT_PROBES,
        SliceMode.TRANSACTIONAL,
        Optional.of(opening),
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  /** An event store that reads or writes its documents wrongly. */
  static Mutant beneath(
      String name,
      String caughtBy,
      SliceMode mode,
      UnaryOperator<StateStore> wrong,
      String... mayFail) {
    return new Mutant(
        name,
        caughtBy,
        Set.of(mayFail),
        EVENT_STORE_GROUPS,
        mode,
        Optional.empty(),
        UnaryOperator.identity(),
        wrong);
  }

  static Mutant stateStore(
      String name, String caughtBy, UnaryOperator<StateStore> wrong, String... mayFail) {
    return new Mutant(
        name,
        caughtBy,
        Set.of(mayFail),
        EnumSet.of(RuleGroup.STORE_PROBES),
        SliceMode.TRANSACTIONAL,
        Optional.empty(),
        UnaryOperator.identity(),
        wrong);
  }

  /** Returns whether the rule may be broken by the same wrong. */
  boolean mayBreak(Rule rule) {
    return mayFail.contains(rule.id());
  }

  /**
   * Returns whether the rule is asked. One that takes long, or asks again what others ask, is asked
   * only where it is what finds the wrong, or nothing may be found.
   */
  boolean concerns(Rule rule) {
    if (!groups.contains(rule.group())) {
      return false;
    }
    return caughtBy.equals(SOUND)
        || (rule.id().equals(EXPIRY)
            ? caughtBy.equals(EXPIRY)
            : AGAIN.contains(caughtBy) || !AGAIN.contains(rule.id()));
  }

  /** The mutant over a store that keeps all its promises. */
  StoreUnderTest over(StateStore sound, StoreProfile profile) {
    boolean stateOnly = groups.contains(RuleGroup.STORE_PROBES);
    return new StoreUnderTest() {
      @Override
      public String label() {
        return name.replaceAll("[^a-zA-Z]+", "-");
      }

      @Override
      public Set<Capability> offers() {
        return EnumSet.of(
            Capability.EVENT_STORE,
            Capability.SEAM,
            Capability.STATE_STORE,
            Capability.TRANSACTIONS,
            Capability.QUERY);
      }

      @Override
      public EventStore open() {
        return open(UnaryOperator.identity());
      }

      @Override
      public EventStore open(UnaryOperator<StateStore> seam) {
        StateStore beneath = wrongState.apply(seam.apply(sound));
        return wrongStore.apply(
            opening
                .map(another -> another.apply(beneath))
                .orElseGet(() -> DaprEventStore.builder(beneath, profile, mode).build()));
      }

      @Override
      public StateStore state() {
        return stateOnly ? wrongState.apply(sound) : sound;
      }

      @Override
      public FaultInjector faults() {
        throw new UnsupportedOperationException(Capability.CLIENT_FAULTS.lack());
      }
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
