package dev.slicebench.sidecar;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a sidecar's gRPC API is.
 *
 * @param token the API token, where the sidecar wants one
 */
record Endpoint(String host, int port, boolean tls, @Nullable String token) {

  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("dapr-api-token", Metadata.ASCII_STRING_MARSHALLER);

  static Endpoint local(int port) {
    return new Endpoint("127.0.0.1", port, false, null);
  }

  /** What the Dapr SDKs' own variables name. */
  static Endpoint of(Map<String, String> environment) {
    String token = blankToNull(environment.get("DAPR_API_TOKEN"));
    String endpoint = blankToNull(environment.get("DAPR_GRPC_ENDPOINT"));
    if (endpoint != null) {
      return parse(endpoint, token);
    }
    String port = blankToNull(environment.get("DAPR_GRPC_PORT"));
    if (port == null) {
      throw new SidecarException(
          "No sidecar to attach to: set DAPR_GRPC_PORT (or DAPR_GRPC_ENDPOINT) to one that runs",
          null);
    }
    try {
      return new Endpoint("127.0.0.1", checkedPort(Integer.parseInt(port.strip())), false, token);
    } catch (IllegalArgumentException e) {
      throw new SidecarException(
          "DAPR_GRPC_PORT is '" + port + "', which is no port: correct it", e);
    }
  }

  private static Endpoint parse(String endpoint, @Nullable String token) {
    String text = endpoint.strip();
    String target = text.startsWith("dns:") ? text.replaceFirst("^dns:/*", "") : text;
    String address = target.contains("://") ? target : "http://" + target;
    try {
      URI uri = new URI(address);
      String query = uri.getQuery();
      boolean tls =
          "https".equals(uri.getScheme()) || (query != null && query.contains("tls=true"));
      if (uri.getHost() == null || !(tls || "http".equals(uri.getScheme()))) {
        throw new URISyntaxException(
            endpoint, "no host, or a scheme other than http, https and dns");
      }
      int port = uri.getPort() == -1 ? (tls ? 443 : 80) : checkedPort(uri.getPort());
      return new Endpoint(uri.getHost(), port, tls, token);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new SidecarException(
          "DAPR_GRPC_ENDPOINT is '"
              + endpoint
              + "', which is no endpoint: write it like http://127.0.0.1:50001",
          e);
    }
  }

  private static int checkedPort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(String.valueOf(port));
    }
    return port;
  }

  private static @Nullable String blankToNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }

  /** As {@code host:port}. */
  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  String address() {
    return host + ":" + port;
  }

  String uri() {
    return (tls ? "https://" : "http://") + address();
  }

  /** A new channel, to be shut down by the caller. */
  ManagedChannel channel() {
    NettyChannelBuilder builder = NettyChannelBuilder.forAddress(host, port);
    if (!tls) {
      builder.usePlaintext();
    }
    if (token != null) {
      Metadata headers = new Metadata();
      headers.put(TOKEN, token);
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
    return builder.build();
  }
}
