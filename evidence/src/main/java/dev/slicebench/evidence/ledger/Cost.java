package dev.slicebench.evidence.ledger;

/**
 * What one operation costs: the mean of a few in a row, to a thousandth. It has a fraction where
 * not every operation costs the same, as when a hint is written every so many appends.
 *
 * @param calls calls of Dapr's API, those included that nobody waits for, or whose answer was too
 *     large and had to be asked for in parts
 * @param transactionOperations operations within transactions
 * @param documentsWritten documents written, in transactions or not
 * @param keysRead keys asked for, found or not, and documents that queries found
 * @param bytesOut bytes of the requests as protobuf messages, without gRPC's frames and headers
 * @param bytesIn bytes of the answers, likewise; none for one that was too large
 * @param roundTrips the calls that the operation waited for one after another, which latency
 *     multiplies: its duration where every call takes one unit of time from its sending and nothing
 *     else takes any, so that calls in flight together count as one
 */
public record Cost(
    double calls,
    double transactionOperations,
    double documentsWritten,
    double keysRead,
    double bytesOut,
    double bytesIn,
    double roundTrips) {}
