package dev.slicebench.bench.ledger;

import com.google.protobuf.MessageLite;
import dev.slicebench.sidecar.embedded.CallRecorder.Call;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.QueryStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
    double roundTrips) {

  /**
   * The mean over {@code operations} that together made {@code calls}, all of which are done.
   *
   * @param roundTrips of all of them
   */
  static Cost of(List<Call> calls, long roundTrips, int operations) {
    return new Cost(
        mean(calls.size(), operations),
        mean(requests(calls).mapToLong(Cost::transactionOperations).sum(), operations),
        mean(requests(calls).mapToLong(Cost::documentsWritten).sum(), operations),
        mean(messages(calls).mapToLong(Cost::keysRead).sum(), operations),
        mean(requests(calls).mapToLong(MessageLite::getSerializedSize).sum(), operations),
        mean(answers(calls).mapToLong(MessageLite::getSerializedSize).sum(), operations),
        mean(roundTrips, operations));
  }

  private static double mean(long total, int operations) {
    return Math.round(1000.0 * total / operations) / 1000.0;
  }

  private static Stream<MessageLite> requests(List<Call> calls) {
    return calls.stream().map(call -> Objects.requireNonNull(call.request()));
  }

  private static Stream<MessageLite> answers(List<Call> calls) {
    return calls.stream().map(Call::answer).filter(Objects::nonNull);
  }

  private static Stream<MessageLite> messages(List<Call> calls) {
    return Stream.concat(requests(calls), answers(calls));
  }

  private static long transactionOperations(MessageLite request) {
    return request instanceof ExecuteStateTransactionRequest transaction
        ? transaction.getOperationsCount()
        : 0;
  }

  private static long documentsWritten(MessageLite request) {
    if (request instanceof SaveStateRequest save) {
      return save.getStatesCount();
    }
    return request instanceof ExecuteStateTransactionRequest transaction
        ? transaction.getOperationsList().stream()
            .filter(operation -> operation.getOperationType().equals("upsert"))
            .count()
        : 0;
  }

  private static long keysRead(MessageLite message) {
    if (message instanceof GetStateRequest) {
      return 1;
    }
    if (message instanceof GetBulkStateRequest bulk) {
      return bulk.getKeysCount();
    }
    return message instanceof QueryStateResponse found ? found.getResultsCount() : 0;
  }
}
