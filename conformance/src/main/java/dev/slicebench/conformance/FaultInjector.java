package dev.slicebench.conformance;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Plants the faults of a plan, one after another, until it is healed. */
public interface FaultInjector {

  /**
   * Begins to plant what {@code plan} says, beside whatever goes on.
   *
   * @param due is asked before each fault, again and again until it may begin, by another thread
   * @param began is told of each fault when it begins, by another thread
   * @throws IllegalStateException if a plan is still under way
   */
  void plant(FaultPlan plan, BooleanSupplier due, Consumer<String> began);

  /**
   * Returns how many faults of the plan under way have begun and ended.
   *
   * @throws IllegalStateException if planting has failed, which {@link #heal()} mends
   */
  int done();

  /**
   * Ends all faults; returns when sidecar and store answer again.
   *
   * @return what was planted, for the history
   * @throws IllegalStateException if they do not
   */
  List<String> heal();
}
