package dev.slicebench.sidecar.backend;

import dev.slicebench.cosmos.CosmosAccount;
import dev.slicebench.cosmos.EmulatorMain;
import dev.slicebench.cosmos.tap.CosmosTap;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.cosmos.wire.RemoteTraffic;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.evidence.Charges;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.backend.Backend.CosmosContainer;
import dev.slicebench.sidecar.backend.Backend.CosmosEndpoint;
import dev.slicebench.sidecar.process.Java;
import dev.slicebench.sidecar.process.Logs;
import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.proxy.LinkProxies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** A Cosmos DB for a daprd: its database and container are made before, and removed after. */
public final class CosmosServer {

  private static final String OWN_CONTAINER = "events";

  /** The service's own hosts, in all its clouds. */
  private static final String ACCOUNT_HOSTS = ".*\\.documents\\.azure\\.(com|cn|us)";

  private CosmosServer() {}

  private record Meter(Supplier<Traffic> counter, Charges charges) implements CosmosMeter {
    @Override
    public Traffic traffic() {
      return counter.get();
    }
  }

  /** slicebench's emulator, in a process that ends with {@code scope}. */
  static BackendServer emulator(ProcessScope scope, LinkProxies links) {
    Path log = scope.folder().resolve("cosmos.log");
    try {
      Process process =
          scope.start(
              Java.command(
                      List.of(),
                      System.getProperty("java.class.path"),
                      EmulatorMain.class.getName(),
                      List.of("0"))
                  .redirectError(log.toFile()));
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String address = out.readLine();
      if (address == null) {
        throw new IOException(Logs.lastLine(log));
      }
      URI endpoint = URI.create(address);
      CosmosContainer container = new CosmosContainer("slicebench", OWN_CONTAINER);
      create(CosmosAccount.at(endpoint, MasterKey.WELL_KNOWN), container);
      return new BackendServer(
          yaml(through(links, endpoint), MasterKey.WELL_KNOWN, container),
          "slicebench's own Cosmos DB emulator (not Azure)",
          Optional.of(new CosmosMeter.Modelled(() -> RemoteTraffic.read(endpoint))),
          Optional.empty());
    } catch (IOException e) {
      throw new SidecarException(
          "The Cosmos DB emulator did not start: "
              + e.getMessage()
              + " (log: "
              + scope.keep(log)
              + ")",
          e);
    }
  }

  /** Puts a tap, which ends with {@code scope}, before the Cosmos DB that the user names. */
  public static BackendServer of(CosmosEndpoint given, ProcessScope scope, LinkProxies links) {
    try {
      CosmosTap tap = CosmosTap.start(given.endpoint(), 0, given.certificate());
      scope.onClose(tap::close);
      CosmosAccount account = CosmosAccount.at(tap.endpoint(), given.key());
      CosmosContainer container =
          given.container().isPresent() ? given.container().get() : ownContainer(account, scope);
      if (given.container().isPresent()) {
        account.requireContainer(container.database(), container.container());
      }
      boolean service = given.endpoint().getHost().matches(ACCOUNT_HOSTS);
      return new BackendServer(
          yaml(through(links, tap.endpoint()), given.key(), container),
          (service ? SidecarInfo.AZURE : SidecarInfo.EMULATOR) + given.endpoint().getHost(),
          Optional.of(new Meter(tap::traffic, service ? Charges.MEASURED : Charges.MODELLED)),
          Optional.empty(),
          expiry(account, container));
    } catch (IOException | IllegalArgumentException e) {
      throw new SidecarException(
          "Cosmos DB at " + given.endpoint() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static Optional<String> expiry(CosmosAccount account, CosmosContainer container)
      throws IOException {
    OptionalInt seconds = account.timeToLive(container.database(), container.container());
    return seconds.isPresent()
        ? Optional.of(
            "its container has a default time to live of %d s, after which every document is gone"
                .formatted(seconds.getAsInt()))
        : Optional.empty();
  }

  /** The account says that it is where the client asks, so that the client stays on the link. */
  private static URI through(LinkProxies links, URI loopback) {
    InetSocketAddress address = new InetSocketAddress(loopback.getHost(), loopback.getPort());
    return URI.create("http://" + Ports.text(links.toStore(address)) + "/");
  }

  private static CosmosContainer ownContainer(CosmosAccount account, ProcessScope scope)
      throws IOException {
    String database = "slicebench-" + String.format("%08x", new SecureRandom().nextInt());
    if (!account.createDatabase(database)) {
      throw new IOException(
          "the database " + database + " is there, and not slicebench's to remove: try again");
    }
    scope.onClose(
        () -> {
          try {
            account.deleteDatabase(database);
          } catch (IOException e) {
            System.err.println(
                "slicebench: remove the database " + database + " yourself: " + e.getMessage());
          }
        });
    account.createContainer(database, OWN_CONTAINER);
    return new CosmosContainer(database, OWN_CONTAINER);
  }

  private static void create(CosmosAccount account, CosmosContainer container) throws IOException {
    account.createDatabase(container.database());
    account.createContainer(container.database(), container.container());
  }

  private static String yaml(URI endpoint, MasterKey key, CosmosContainer container) {
    return BackendServer.yaml(
        "state.azure.cosmosdb",
        "v1",
        "url",
        endpoint.toString(),
        "masterKey",
        key.reveal(),
        "database",
        container.database(),
        "collection",
        container.container());
  }
}
