package dev.slicebench.cosmos.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.cosmos.wire.RemoteTraffic;
import dev.slicebench.cosmos.wire.Traffic;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tap, in front of a server that answers as it is told. */
class CosmosTapTest {

  private static final String ACCOUNT =
      "{\"id\":\"a\",\"writableLocations\":[{\"name\":\"w\",\"databaseAccountEndpoint\":"
          + "\"https://far.away:443/\"}],\"readableLocations\":[{\"name\":\"r\","
          + "\"databaseAccountEndpoint\":\"https://far.away:443/\"}]}";

  private final List<HttpExchange> seen = Collections.synchronizedList(new ArrayList<>());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server;
  private CosmosTap tap;
  private int status = 200;
  private byte[] body = new byte[0];

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange);
          exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
          exchange.getResponseHeaders().add("x-ms-request-charge", "2.5");
          exchange.getResponseHeaders().add("x-kept", "as it is");
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    tap = CosmosTap.start(URI.create("http://127.0.0.1:" + port()), 0, Optional.empty());
  }

  @AfterEach
  void stop() {
    tap.close();
    server.stop(0);
  }

  @Test
  void passesBodiesByteForByteAndHeadersAsTheyAre() throws Exception {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    status = 201;
    body = bytes;

    HttpResponse<byte[]> response =
        send(request("/dbs/d/colls/c/docs").POST(BodyPublishers.ofByteArray(bytes)));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEqualTo(bytes);
    assertThat(response.headers().firstValue("x-kept")).contains("as it is");
    assertThat(seen.get(0).getRequestHeaders().getFirst("Host")).isEqualTo("127.0.0.1:" + port());
  }

  @Test
  void passesLongPathsAndHeaders() throws Exception {
    String path = "/dbs/d/colls/c/docs/" + "%E2%82%AC".repeat(1_000);
    String header = "[\"" + "\\u20ac".repeat(1_000) + "\"]";

    send(request(path).DELETE().header("x-ms-documentdb-partitionkey", header));

    assertThat(seen.get(0).getRequestURI().getRawPath()).isEqualTo(path);
    assertThat(seen.get(0).getRequestHeaders().getFirst("x-ms-documentdb-partitionkey"))
        .isEqualTo(header);
  }

  @Test
  void refusesAPathThatIsTooLong() throws Exception {
    HttpResponse<byte[]> response = send(request("/" + "a".repeat(20_000)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("tap cannot read");
    assertThat(seen).isEmpty();
  }

  @Test
  void countsByKindClientAndStatus() throws Exception {
    send(
        request("/dbs/d/colls/c/docs/1")
            .header("user-agent", "dapr azsdk-go-azcosmos/v1.0.3 (go1.26; linux)"));
    status = 429;
    body = "{}".getBytes(StandardCharsets.UTF_8);
    send(
        request("/dbs/d/colls/c/docs")
            .header("user-agent", "dapr azsdk-go-azcosmos/v1.0.3 (go1.26; linux)")
            .header("x-ms-cosmos-is-batch-request", "True")
            .POST(BodyPublishers.ofString("[{}]")));

    assertThat(tap.traffic().lines())
        .containsExactly(
            new Traffic.Line(
                OperationKind.POINT_READ,
                "dapr azsdk-go-azcosmos/v1.0.3",
                1,
                0,
                0,
                2.5,
                Map.of(200, 1L)),
            new Traffic.Line(
                OperationKind.BATCH,
                "dapr azsdk-go-azcosmos/v1.0.3",
                1,
                4,
                2,
                2.5,
                Map.of(429, 1L)));
    assertThat(tap.traffic().throttled()).isEqualTo(1);
    assertThat(RemoteTraffic.read(tap.endpoint())).isEqualTo(tap.traffic());
  }

  @Test
  void sendsClientsOfTheAccountDocumentToItself() throws Exception {
    body = ACCOUNT.getBytes(StandardCharsets.UTF_8);

    String account = new String(send(request("/")).body(), StandardCharsets.UTF_8);

    assertThat(account)
        .isEqualTo(ACCOUNT.replace("https://far.away:443/", tap.endpoint().toString()));
  }

  @Test
  void leavesDocumentsThatLookLikeAnAccountAlone() throws Exception {
    body = ACCOUNT.getBytes(StandardCharsets.UTF_8);

    assertThat(send(request("/dbs/d/colls/c/docs/1")).body()).isEqualTo(body);
  }

  @Test
  void servesManyClientsAtOnce() throws Exception {
    body = "{}".getBytes(StandardCharsets.UTF_8);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      answers.add(
          client.sendAsync(request("/dbs/d/colls/c/docs/" + i).build(), BodyHandlers.ofString()));
    }

    for (CompletableFuture<HttpResponse<String>> one : answers) {
      assertThat(one.get().body()).isEqualTo("{}");
    }
    assertThat(tap.traffic().requests()).isEqualTo(200);
    assertThat(tap.traffic().requestUnits()).isEqualTo(500);
  }

  @Test
  void saysWhenItReachesNothing() throws Exception {
    server.stop(0);

    HttpResponse<byte[]> response = send(request("/dbs"));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains("slicebench's tap cannot reach 127.0.0.1:");
  }

  @Test
  void takesNoEndpointThatIsNone() {
    assertThatThrownBy(() -> CosmosTap.start(URI.create("my-account"), 0, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give a URL such as https://");
  }

  @Test
  void saysWhenItsPortIsTaken() {
    assertThatThrownBy(
            () -> CosmosTap.start(URI.create("http://127.0.0.1:1"), port(), Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on port " + port());
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(tap.endpoint().resolve(path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }
}
