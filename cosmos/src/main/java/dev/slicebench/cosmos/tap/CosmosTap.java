package dev.slicebench.cosmos.tap;

import dev.slicebench.cosmos.CosmosEmulator;
import dev.slicebench.cosmos.wire.HttpServer;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.cosmos.wire.TrafficCounter;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A reverse proxy on the loopback, on plain http, in front of any Cosmos DB endpoint. It counts
 * what passes. Bodies pass byte for byte, but for the account document, whose addresses become the
 * proxy's own, since clients go where it says. A client's requests go over one connection of their
 * own, in order; when either side is cut, so is the other.
 */
public final class CosmosTap implements AutoCloseable {

  /** Above what Cosmos DB takes (2 MB) and answers (4 MB). */
  static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  private final HttpServer server;
  private final TrafficCounter counter;

  private CosmosTap(HttpServer server, TrafficCounter counter) {
    this.server = server;
    this.counter = counter;
  }

  /**
   * Starts one.
   *
   * @param to the endpoint behind it, http or https
   * @param port where it listens; 0 for any that is free
   * @param authorities a PEM file of what to trust instead of the JVM's own authorities; what an
   *     emulator's own certificate needs
   * @throws IllegalArgumentException if {@code to} is no http or https URL with a host, or http and
   *     {@code authorities} are given, or there is no such port
   * @throws IOException if the port is taken, or the file cannot be read
   */
  public static CosmosTap start(URI to, int port, Optional<Path> authorities) throws IOException {
    CosmosEmulator.portNumber(port);
    Upstream upstream = new Upstream(to, tls(to, authorities));
    TrafficCounter counter = new TrafficCounter();
    HttpServer server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            channel ->
                channel
                    .pipeline()
                    .addLast(
                        HttpServer.codec(),
                        new HttpObjectAggregator(MAX_BODY_BYTES),
                        new TapHandler(upstream, counter)));
    return new CosmosTap(server, counter);
  }

  private static Optional<SslContext> tls(URI to, Optional<Path> authorities) throws IOException {
    String scheme = to.getScheme();
    if (to.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "'"
              + to
              + "' is no Cosmos DB endpoint: give a URL such as https://name.documents.azure.com");
    }
    if (scheme.equals("http") && authorities.isPresent()) {
      throw new IllegalArgumentException(
          "'" + to + "' has no certificate to check: name an https endpoint, or trust no file");
    }
    if (scheme.equals("http")) {
      return Optional.empty();
    }
    SslContextBuilder builder =
        SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
    if (authorities.isPresent()) {
      try (InputStream pem = Files.newInputStream(authorities.get())) {
        builder.trustManager(pem);
      } catch (IllegalArgumentException e) {
        throw new IOException(authorities.get() + " holds no certificates in PEM form", e);
      }
    }
    return Optional.of(builder.build());
  }

  /** Returns where clients go instead. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port() + "/");
  }

  /** Returns what has passed so far. */
  public Traffic traffic() {
    return counter.snapshot();
  }

  /** Cuts all connections and frees the port; a second call does nothing. */
  @Override
  public void close() {
    server.close();
  }

  /** The endpoint behind the tap. */
  record Upstream(URI endpoint, Optional<SslContext> tls) {

    String host() {
      return endpoint.getHost();
    }

    int port() {
      return endpoint.getPort() >= 0 ? endpoint.getPort() : tls.isPresent() ? 443 : 80;
    }

    /** As a {@code Host} header has it. */
    String authority() {
      return endpoint.getPort() >= 0 ? host() + ":" + endpoint.getPort() : host();
    }
  }
}
