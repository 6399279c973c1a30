package dev.slicebench.conformance.faults;

/** Plants the faults of a plan, one after another, until it is healed. */
public interface FaultInjector {

  /**
   * Begins to plant what {@code plan} says, beside whatever goes on.
   *
   * @throws IllegalStateException if a plan is still under way
   */
  void plant(FaultPlan plan);

  /**
   * Ends all faults; returns when sidecar and store answer again. Says what was planted, for the
   * history.
   */
  java.util.List<String> heal();
}
