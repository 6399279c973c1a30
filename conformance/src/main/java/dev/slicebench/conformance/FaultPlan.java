package dev.slicebench.conformance;

import java.util.Set;

/**
 * Which faults happen; everything about them follows from the seed.
 *
 * @param places where: any of the needs that are faults. Where links can be broken as well as
 *     processes killed, kills are rare, since nothing goes on until the process is there again
 * @param maxPauseMs how many milliseconds pass at most between two faults, at least 1
 */
public record FaultPlan(long seed, Set<Capability> places, int maxPauseMs) {}
