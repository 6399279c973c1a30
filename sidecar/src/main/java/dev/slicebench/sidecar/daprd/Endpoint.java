package dev.slicebench.sidecar.daprd;

import dev.slicebench.sidecar.process.SidecarException;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a sidecar's gRPC API is.
 *
 * @param token the API token, where the sidecar wants one
 * @param variable the environment variable that says so; null where nobody had to say
 */
public record Endpoint(
    String host, int port, boolean tls, @Nullable String token, @Nullable String variable) {

  private static final String ENDPOINT = "DAPR_GRPC_ENDPOINT";
  private static final String PORT = "DAPR_GRPC_PORT";
  private static final String TOKEN_VARIABLE = "DAPR_API_TOKEN";

  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("dapr-api-token", Metadata.ASCII_STRING_MARSHALLER);

  public static Endpoint local(int port) {
    return new Endpoint("127.0.0.1", port, false, null, null);
  }

  /** Returns the endpoint that the Dapr SDKs' own variables name. */
  public static Endpoint of(Map<String, String> environment) {
    String token = blankToNull(environment.get(TOKEN_VARIABLE));
    if (token != null && !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new SidecarException(
          TOKEN_VARIABLE + " holds what no token does, such as a blank or a line's end: correct it",
          null);
    }
    String endpoint = blankToNull(environment.get(ENDPOINT));
    if (endpoint != null) {
      return parse(endpoint, token);
    }
    String port = blankToNull(environment.get(PORT));
    if (port == null) {
      throw new SidecarException(
          "No sidecar to attach to: set DAPR_GRPC_PORT (or DAPR_GRPC_ENDPOINT) to one that runs",
          null);
    }
    try {
      return new Endpoint(
          "127.0.0.1", checkedPort(Integer.parseInt(port.strip())), false, token, PORT);
    } catch (IllegalArgumentException e) {
      throw new SidecarException(
          PORT + " is '" + port + "', which is no port: give a number from 1 to 65535", e);
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
      return new Endpoint(uri.getHost(), port, tls, token, ENDPOINT);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new SidecarException(
          ENDPOINT
              + " is '"
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

  /** Returns the same API as clients reach it behind a proxy. */
  public Endpoint through(UnaryOperator<InetSocketAddress> proxy) {
    InetSocketAddress here = new InetSocketAddress(host, port);
    InetSocketAddress there = proxy.apply(here);
    return there.equals(here)
        ? this
        : new Endpoint(there.getAddress().getHostAddress(), there.getPort(), tls, token, variable);
  }

  public String address() {
    return host + ":" + port;
  }

  public String uri() {
    return (tls ? "https://" : "http://") + address();
  }

  /** Returns a new channel, to be shut down by the caller. */
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
