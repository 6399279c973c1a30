package dev.slicebench.evidence;

/**
 * What one operation was counted to cost, the mean over all that were timed.
 *
 * @param calls calls of Dapr's API
 * @param transactionOperations operations within transactions
 */
public record Counters(double calls, double transactionOperations) {}
