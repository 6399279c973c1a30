package dev.slicebench.cosmos;

import dev.slicebench.cosmos.emulator.Certificate;
import dev.slicebench.cosmos.emulator.EmulatorServer;
import dev.slicebench.cosmos.emulator.Faults;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.cosmos.wire.TrafficCounter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * An Azure Cosmos DB emulator, in memory, in this process, for documents: what Dapr's state
 * component and the official SDKs in gateway mode use. What it does not do it refuses with 501 or
 * 400. It is neither Cosmos DB nor Microsoft's emulator, and its request units are a model ({@link
 * dev.slicebench.cosmos.emulator.engine.ChargeModel}).
 */
public final class CosmosEmulator implements AutoCloseable {

  private final EmulatorServer server;
  private final Builder built;
  private final Optional<Certificate> certificate;

  private CosmosEmulator(EmulatorServer server, Builder built, Optional<Certificate> certificate) {
    this.server = server;
    this.built = built;
    this.certificate = certificate;
  }

  /**
   * Returns the builder of an emulator on a free port of the loopback, on plain http, with the
   * well-known key and no budget.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns where it listens, such as {@code http://127.0.0.1:8081/}. */
  public URI endpoint() {
    return URI.create(
        (certificate.isPresent() ? "https" : "http") + "://127.0.0.1:" + server.port() + "/");
  }

  /** Returns what requests must be signed with. */
  public MasterKey key() {
    return built.key;
  }

  /**
   * Returns the certificate that clients must trust, as a file for {@code SSL_CERT_FILE} has it.
   *
   * @throws IllegalStateException on plain http
   */
  public String certificatePem() {
    return certificate
        .map(Certificate::pem)
        .orElseThrow(() -> new IllegalStateException("it speaks plain http: ask for tls()"));
  }

  /** Returns all that it was asked so far. */
  public Traffic traffic() {
    return built.counter.snapshot();
  }

  /** Returns the faults that it injects. */
  public Faults faults() {
    return built.faults;
  }

  /** Cuts all connections, frees the port and forgets everything; a second call does nothing. */
  @Override
  public void close() {
    server.close();
  }

  /**
   * Returns {@code number}.
   *
   * @throws IllegalArgumentException if it is no port
   */
  public static int portNumber(int number) {
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException(
          number + " is no port: give one from 1 to 65535, or 0 for any that is free");
    }
    return number;
  }

  /** Settings of an emulator to be started. */
  public static final class Builder {

    private final TrafficCounter counter = new TrafficCounter();
    private final Faults faults = new Faults();
    private InetAddress host = InetAddress.getLoopbackAddress();
    private int port;
    private boolean tls;
    private String[] names = {};
    private MasterKey key = MasterKey.WELL_KNOWN;
    private boolean authentication = true;
    private Optional<Integer> budget = Optional.empty();
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /**
     * Listens on this port; 0 for any that is free.
     *
     * @throws IllegalArgumentException if there is no such port
     */
    public Builder port(int number) {
      port = portNumber(number);
      return this;
    }

    /** Listens on all of the machine's addresses; for a container of its own only. */
    public Builder allAddresses() {
      host = new InetSocketAddress(0).getAddress();
      return this;
    }

    /**
     * Speaks https, with a certificate that is made at the start.
     *
     * @param hosts names that it is reached by, beside {@code localhost} and {@code 127.0.0.1}
     */
    public Builder tls(String... hosts) {
      tls = true;
      names = hosts.clone();
      return this;
    }

    /** Takes only requests signed with this key. */
    public Builder key(MasterKey wanted) {
      key = wanted;
      return this;
    }

    /** Takes requests whatever they are signed with. */
    public Builder withoutAuthentication() {
      authentication = false;
      return this;
    }

    /** Answers 429 once the charges of a second have come to this. */
    public Builder budgetRequestUnitsPerSecond(int requestUnits) {
      if (requestUnits < 1) {
        throw new IllegalArgumentException("a budget is at least 1 request unit a second");
      }
      budget = Optional.of(requestUnits);
      return this;
    }

    /** Takes the time, which ends documents' lives and budgets' seconds, from this clock. */
    public Builder clock(Clock wanted) {
      clock = wanted;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws IOException if the port is taken
     */
    public CosmosEmulator start() throws IOException {
      Optional<Certificate> certificate =
          tls ? Optional.of(Certificate.generate(names)) : Optional.empty();
      Optional<SslContext> context =
          certificate.isPresent() ? Optional.of(context(certificate.get())) : Optional.empty();
      EmulatorServer server =
          EmulatorServer.start(
              new EmulatorServer.Settings(
                  new InetSocketAddress(host, port),
                  authentication ? Optional.of(key) : Optional.empty(),
                  context,
                  certificate.map(Certificate::pem),
                  budget),
              clock,
              counter,
              faults);
      return new CosmosEmulator(server, this, certificate);
    }

    private static SslContext context(Certificate certificate) throws IOException {
      return SslContextBuilder.forServer(certificate.key(), certificate.certificate()).build();
    }
  }
}
