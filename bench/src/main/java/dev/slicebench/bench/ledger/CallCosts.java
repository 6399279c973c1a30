package dev.slicebench.bench.ledger;

import com.google.protobuf.MessageLite;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.sidecar.embedded.CallRecorder.Call;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.QueryStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Counts what recorded calls cost. */
final class CallCosts {

  private CallCosts() {}

  /**
   * Returns the mean over {@code operations} that together made {@code calls}, all of which are
   * done.
   *
   * @param roundTrips of all of them
   */
  static Cost mean(List<Call> calls, long roundTrips, int operations) {
    return new Cost(
        mean(calls.size(), operations),
        mean(requests(calls).mapToLong(CallCosts::transactionOperations).sum(), operations),
        mean(requests(calls).mapToLong(CallCosts::documentsWritten).sum(), operations),
        mean(messages(calls).mapToLong(CallCosts::keysRead).sum(), operations),
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
