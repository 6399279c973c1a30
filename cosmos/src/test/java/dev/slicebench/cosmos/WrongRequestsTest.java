package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.cosmos.Rest.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense is refused by an answer: a client that gets none asks for minutes. */
class WrongRequestsTest {

  private static final int PATIENCE_MS = 20_000;

  private CosmosEmulator emulator;
  private Rest rest;

  @BeforeEach
  void start() throws IOException {
    emulator = CosmosEmulator.builder().withoutAuthentication().start();
    rest = Rest.withContainer(emulator);
    rest.post("p", "{\"id\":\"a\",\"partitionKey\":\"p\"}");
    rest.post("p", "{\"id\":\"b\",\"partitionKey\":\"p\"}");
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{} garbage",
        "{\"id\":\"x\",\"partitionKey\":\"p\"} {}",
        "",
        "[",
        "null",
        "\"text\"",
        "{\"id\":7,\"partitionKey\":\"p\"}",
        "{\"id\":\"x\",\"partitionKey\":\"p\",\"n\":1e400}",
        "{\"id\":\"x\",\"partitionKey\":\"p\",\"n\":-1e400}",
        "{\"id\":\"x\",\"partitionKey\":\"p\",\"n\":NaN}",
        "{\"id\":\"x\",\"partitionKey\":\"p\",\"ttl\":0}"
      })
  void whatIsNoDocumentIsRefused(String body) throws IOException {
    assertThat(rest.post("p", body).status()).isEqualTo(400);
    assertThat(rest.batch("p", "[{\"operationType\":\"Create\",\"resourceBody\":" + body + "}]"))
        .extracting(Reply::status)
        .isEqualTo(400);
    assertThat(rest.item("GET", "p", "x").status()).isEqualTo(404);
  }

  /** A whole number of 400 digits is none either. */
  @Test
  void numbersAreDoubles() throws IOException {
    String number = "{\"id\":\"x\",\"partitionKey\":\"p\",\"n\":%s}";
    assertThat(rest.post("p", number.formatted("9".repeat(400))).status()).isEqualTo(400);
    assertThat(rest.post("p", number.formatted("1.7976931348623157e308")).status()).isEqualTo(201);
    assertThat(rest.post("p", number.replace("x", "y").formatted("-0.0")).status()).isEqualTo(201);
    assertThat(
            rest.query("p", "{\"query\":\"SELECT VALUE c.id FROM c WHERE c.n >= 0\"}")
                .body()
                .get("Documents"))
        .hasToString("[\"x\",\"y\"]");
  }

  @ParameterizedTest
  @CsvSource({"128, 201", "129, 400", "998, 400", "1002, 400", "100000, 400"})
  void aDocumentHasLevels(int levels, int status) throws IOException {
    String nested = "[".repeat(levels - 1) + "]".repeat(levels - 1);
    String document = "{\"id\":\"x\",\"partitionKey\":\"p\",\"deep\":" + nested + "}";

    assertThat(rest.post("p", document).status()).isEqualTo(status);
    assertThat(rest.item("GET", "p", "x").status()).isEqualTo(status == 201 ? 200 : 404);
    assertThat(rest.query("p", "{\"query\":\"SELECT * FROM c\"}").status()).isEqualTo(200);
    assertThat(
            rest.batch("p", "[{\"operationType\":\"Upsert\",\"resourceBody\":" + document + "}]")
                .status())
        .isEqualTo(status == 201 ? 200 : 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"query\":7}",
        "{}",
        "[]",
        "{\"query\":\"SELECT * FROM c\",\"parameters\":[{\"value\":1}]}",
        "{\"query\":\"SELECT * FROM c WHERE c.n = @n\",\"parameters\":\"n\"}",
        "{\"query\":\"SELECT * FROM c OFFSET 1 LIMIT 2147483648\"}"
      })
  void whatIsNoQueryIsRefused(String body) throws IOException {
    assertThat(rest.query("p", body).status()).isEqualTo(400);
  }

  @Test
  void aPageAndItsContinuationAreRefusedWhereTheyAreNone() throws IOException {
    String query = "{\"query\":\"SELECT VALUE c.id FROM c OFFSET 1 LIMIT 2147483647\"}";
    assertThat(rest.query("p", query).body().get("Documents")).hasToString("[\"b\"]");
    for (String token : new String[] {"skip:-5", "after:9", "x", "e30", "%%%", "eyJxIjotMX0"}) {
      assertThat(rest.query("p", query, "x-ms-continuation", token).status())
          .as(token)
          .isEqualTo(400);
    }
    String one = "{\"query\":\"SELECT * FROM c\"}";
    String other = rest.query("p", one, "x-ms-max-item-count", "1").header("x-ms-continuation");
    assertThat(rest.query("p", one, "x-ms-continuation", other).status()).isEqualTo(200);
    assertThat(rest.query("p", query, "x-ms-continuation", other).status()).isEqualTo(400);
    for (String size : new String[] {"one", "99999999999", "1.5"}) {
      assertThat(rest.query("p", one, "x-ms-max-item-count", size).status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /dbs/d/colls/c/docs/%zz HTTP/1.1     | 400
          GET /dbs/d/colls/c/docs/% HTTP/1.1       | 400
          GET /dbs/d/colls/c/docs/%ff HTTP/1.1     | 400
          GET /dbs/%zz HTTP/1.1                    | 400
          GET /dbs/%00 HTTP/1.1                    | 404
          DELETE / HTTP/1.1                        | 501
          BREW /dbs HTTP/1.1                       | 501
          GET * HTTP/1.1                           | 501
          GET /dbs/d/colls/c/docs/a/b/c HTTP/1.1   | 501
          GET //// HTTP/1.1                        | 200
          GET                                      | 400
          GET /dbs HTTP/9.9                        | 200
          nonsense                                 | 400
          """)
  void everyRequestLineHasAnAnswer(String line, int status) throws IOException {
    assertThat(status(line + "\r\nhost: x\r\n\r\n")).isEqualTo(status);
  }

  @Test
  void headersThatAreNoneHaveAnAnswer() throws IOException {
    String get = "GET /dbs HTTP/1.1\r\nhost: x\r\n";
    assertThat(status(get + "x: " + "y".repeat(100_000) + "\r\n\r\n")).isEqualTo(431);
    assertThat(status(get + "content-length: no\r\n\r\n")).isEqualTo(400);
    assertThat(status(get + "content-length: -1\r\n\r\n")).isEqualTo(400);
    assertThat(status(get + "content-length: 99999999\r\n\r\n")).isEqualTo(413);
    assertThat(status(get + "x-ms-activity-id: \1\r\n\r\n")).isEqualTo(400);
    assertThat(status(get + " \r\n: \r\n\r\n")).isEqualTo(400);
    assertThat(status("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n")).isEqualTo(431);
    String read = "GET /dbs/d/colls/c/docs/a HTTP/1.1\r\nhost: x\r\n";
    for (String key :
        new String[] {"", "p", "{}", "[]", "[[1]]", "[\"p\"] x", "[1e400]", "[\"\377\"]"}) {
      assertThat(status(read + "x-ms-documentdb-partitionkey: " + key + "\r\n\r\n"))
          .as(key)
          .isEqualTo(400);
    }
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() throws IOException {
    byte[] body =
        "{\"id\":\"x\",\"partitionKey\":\"p\",\"t\":\"\377\"}"
            .getBytes(StandardCharsets.ISO_8859_1);
    String head =
        "POST /dbs/d/colls/c/docs HTTP/1.1\r\nhost: x\r\ncontent-length: "
            + body.length
            + "\r\n\r\n";

    assertThat(status(head, body)).isEqualTo(400);
    assertThat(rest.item("GET", "p", "x").status()).isEqualTo(404);
  }

  /** Also where the first needs longer: a client may send the next before it has an answer. */
  @Test
  void answersHaveTheOrderOfTheirRequests() throws IOException {
    String query = "{\"query\":\"SELECT * FROM c WHERE CONTAINS(REPLICATE('a', 9999), 'b')\"}";
    String key = "x-ms-documentdb-partitionkey: [\"p\"]\r\n";
    String slow =
        "POST /dbs/d/colls/c/docs HTTP/1.1\r\nhost: x\r\nx-ms-documentdb-isquery: true\r\n"
            + key
            + "content-length: "
            + query.length()
            + "\r\n\r\n"
            + query;
    String fast = "GET /dbs/d/colls/c/docs/none HTTP/1.1\r\nhost: x\r\n" + key + "\r\n";
    String last = "GET /dbs HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    try (Socket socket = connected()) {
      String requests = (slow + fast).repeat(20) + last;
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(Pattern.compile("HTTP/1.1 (\\d+)").matcher(answers).results())
          .extracting(status -> status.group(1))
          .isEqualTo(
              Stream.concat(
                      Stream.generate(() -> Stream.of("200", "404")).limit(20).flatMap(x -> x),
                      Stream.of("200"))
                  .toList());
    }
  }

  private Socket connected() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.endpoint().getPort());
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private int status(String request) throws IOException {
    return status(request, new byte[0]);
  }

  /** What is sent as it is, without a client that would correct it. */
  private int status(String head, byte[] body) throws IOException {
    try (Socket socket = connected()) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      InputStream in = socket.getInputStream();
      byte[] first = in.readNBytes("HTTP/1.1 400".length());
      return Integer.parseInt(new String(first, StandardCharsets.US_ASCII).substring(9));
    }
  }
}
