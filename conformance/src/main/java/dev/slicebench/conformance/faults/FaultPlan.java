package dev.slicebench.conformance.faults;

import dev.slicebench.conformance.rules.Need;
import java.util.Set;

/**
 * Which faults happen; everything about them follows from the seed.
 *
 * @param places where: any of the needs that are faults
 */
public record FaultPlan(long seed, Set<Need> places) {}
