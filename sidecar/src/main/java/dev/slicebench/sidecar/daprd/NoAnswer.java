package dev.slicebench.sidecar.daprd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why no sidecar answered where one was named, and what to do. */
public final class NoAnswer {

  /** How HTTP/1 begins to answer, in hexadecimal, as gRPC tells it. */
  private static final String HTTP_1 = "485454502f31";

  private NoAnswer() {}

  /** Returns the reason in a line that names the variable to correct. */
  public static String of(Endpoint endpoint, StatusRuntimeException failure, Duration timeout) {
    String at = endpoint.uri();
    String variable = Optional.ofNullable(endpoint.variable()).orElse("the endpoint");
    Status status = failure.getStatus();
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          endpoint.token() == null
              ? "The sidecar at " + at + " wants an API token: set DAPR_API_TOKEN to it"
              : "The sidecar at " + at + " refuses the API token: set DAPR_API_TOKEN to its own";
      case UNIMPLEMENTED ->
          "What answers at "
              + at
              + " is no Dapr sidecar: set "
              + variable
              + " to a sidecar's gRPC port";
      case DEADLINE_EXCEEDED ->
          "Nothing at %s answers within %d s: is %s right, and the sidecar well?"
              .formatted(at, timeout.toSeconds(), variable);
      default -> unreachable(endpoint, at, variable, failure);
    };
  }

  private static String unreachable(
      Endpoint endpoint, String at, String variable, StatusRuntimeException failure) {
    if (isCausedBy(failure, UnknownHostException.class)
        || isCausedBy(failure, UnresolvedAddressException.class)) {
      return "%s names the host '%s', which has no address here: correct it, such as to http://127.0.0.1:50001"
          .formatted(variable, endpoint.host());
    }
    if (isCausedBy(failure, ConnectException.class)) {
      return "No Dapr sidecar answers at %s (nothing listens there): start one, or correct %s (the gRPC port, not the HTTP one)"
          .formatted(at, variable);
    }
    if (endpoint.tls() && isCausedBy(failure, SSLException.class)) {
      return "What listens at %s speaks no TLS, or has a certificate that is not trusted (%s): correct %s; http:// is without TLS"
          .formatted(at, root(failure).getMessage(), variable);
    }
    String seen = failure + " " + root(failure);
    if (seen.contains(HTTP_1) || seen.contains("content-type")) {
      return "What answers at %s speaks HTTP, not gRPC: set %s to the sidecar's gRPC port, which is another than its HTTP port"
          .formatted(at, variable);
    }
    return "No Dapr sidecar answers at %s (%s): start one, or correct %s (the gRPC port, not the HTTP one)"
        .formatted(at, reason(failure), variable);
  }

  private static String reason(StatusRuntimeException failure) {
    String description = failure.getStatus().getDescription();
    String first =
        description == null ? "" : ": " + description.lines().findFirst().orElse(description);
    return failure.getStatus().getCode() + first;
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .anyMatch(type::isInstance);
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }
}
