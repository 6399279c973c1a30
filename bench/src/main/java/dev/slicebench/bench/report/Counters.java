package dev.slicebench.bench.report;

/**
 * What one operation was counted to cost, the mean over all that were timed.
 *
 * @param calls calls of Dapr's API
 * @param transactionOperations operations within transactions
 */
record Counters(double calls, double transactionOperations) {}
