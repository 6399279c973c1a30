package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random requests: paths, headers, bodies and queries, right ones and spoilt ones. Each has an
 * answer, and none tells of a fault of the emulator. It takes a minute in CI, and some seconds
 * elsewhere.
 */
class FuzzTest {

  private static final Duration DURATION = Duration.ofSeconds(System.getenv("CI") == null ? 5 : 60);

  private static final int PATIENCE_MS = 30_000;

  private static final List<String> METHODS =
      List.of("GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW");

  private static final List<String> SEGMENTS =
      List.of(
          "dbs",
          "d",
          "colls",
          "c",
          "docs",
          "a",
          "b",
          "offers",
          "pkranges",
          "sprocs",
          "operations",
          "%zz",
          "%",
          "%ff",
          "%00",
          "%2f",
          "%E9%B1%80",
          "a%20b",
          "..",
          ".",
          "",
          "?x=1",
          "#",
          ";",
          "\u00fc",
          "+",
          "_explorer",
          "emulator.pem");

  private static final List<Map.Entry<String, List<String>>> HEADERS =
      List.of(
          Map.entry(
              "x-ms-documentdb-partitionkey",
              List.of("[\"p\"]", "[]", "[{}]", "[1,2]", "[null]", "{", "[\"\u00ff\"]", "[[[[")),
          Map.entry("x-ms-documentdb-is-upsert", List.of("true", "no")),
          Map.entry("x-ms-documentdb-isquery", List.of("True", "x")),
          Map.entry("content-type", List.of("application/query+json", "application/json", ";")),
          Map.entry("x-ms-documentdb-query-enablecrosspartition", List.of("true")),
          Map.entry("x-ms-documentdb-partitionkeyrangeid", List.of("0", "7", "x")),
          Map.entry("x-ms-cosmos-is-query-plan-request", List.of("true")),
          Map.entry("x-ms-cosmos-supported-query-features", List.of("GroupBy", ",,", "None")),
          Map.entry("x-ms-cosmos-is-batch-request", List.of("true")),
          Map.entry("x-ms-cosmos-batch-atomic", List.of("true", "false")),
          Map.entry("x-ms-cosmos-batch-continue-on-error", List.of("true", "false")),
          Map.entry("x-ms-max-item-count", List.of("1", "0", "-1", "x", "2147483648")),
          Map.entry("x-ms-continuation", List.of("skip:-5", "x", "e30", "eyJxIjoxfQ", "%%")),
          Map.entry("x-ms-start-epk", List.of("", "00", "x")),
          Map.entry("x-ms-end-epk", List.of("FF", "x", "3F")),
          Map.entry("x-ms-documentdb-populatequerymetrics", List.of("true")),
          Map.entry("x-ms-cosmos-populateindexmetrics", List.of("true")),
          Map.entry("x-ms-cosmos-populateindexmetrics-v2", List.of("true")),
          Map.entry("x-ms-offer-throughput", List.of("400", "x", "-1", "99999999999")),
          Map.entry("x-ms-cosmos-offer-autopilot-settings", List.of("{", "{\"maxThroughput\":0}")),
          Map.entry("a-im", List.of("Incremental feed", "Full-Fidelity Feed", "x")),
          Map.entry("if-none-match", List.of("*", "\"1\"", "\"x\"")),
          Map.entry("if-match", List.of("*", "x")),
          Map.entry("if-modified-since", List.of("x", "Fri, 27 Nov 2026 03:19:09 GMT")),
          Map.entry("prefer", List.of("return=minimal")),
          Map.entry("x-ms-activity-id", List.of("\u00e9", "x y", "\t")),
          Map.entry("x-ms-version", List.of("2020-11-05", "1")));

  private static final List<String> WORDS =
      List.of(
          "SELECT",
          "DISTINCT",
          "TOP",
          "VALUE",
          "*",
          "c",
          "c.n",
          "c['a b']",
          "c.tags",
          "FROM",
          "JOIN",
          "IN",
          "t",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "GROUP BY",
          "ORDER BY",
          "DESC",
          "OFFSET",
          "LIMIT",
          "LIKE",
          "ESCAPE",
          "BETWEEN",
          "=",
          "<",
          ">=",
          "!=",
          "+",
          "-",
          "/",
          "%",
          "||",
          "??",
          "?",
          ":",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ",",
          ".",
          "'x%'",
          "\"y\"",
          "1",
          "0",
          "1e999",
          "-1",
          "2147483648",
          "null",
          "true",
          "undefined",
          "@p",
          "COUNT(1)",
          "SUM(c.n)",
          "AVG(c)",
          "ABS",
          "REPLICATE",
          "REPLACE",
          "SUBSTRING",
          "ARRAY_SLICE",
          "CONTAINS",
          "EXISTS",
          "udf.f",
          "--",
          "'",
          "\\u00",
          "&",
          "ST_AREA",
          "c.value",
          "AS",
          "\u0000");

  private static final List<String> QUERIES =
      List.of(
          "SELECT * FROM c WHERE c.n > @p ORDER BY c.n DESC OFFSET 1 LIMIT 2",
          "SELECT c.id, COUNT(1) AS n, AVG(c.n) AS a FROM c GROUP BY c.id",
          "SELECT DISTINCT VALUE t FROM c JOIN t IN c.tags WHERE t LIKE '%a_[b-c]'",
          "SELECT TOP 3 VALUE {\"x\": c.n, \"y\": [c.id, c['a b']]} FROM c WHERE c.id IN ('a', 'b')",
          "SELECT VALUE SUBSTRING(REPLACE(c.id, 'a', 'bb'), -1, 99) FROM c",
          "SELECT VALUE REPLICATE(CONCAT('a', c.id), 9999) FROM c",
          "SELECT VALUE MAX(c.n) FROM c");

  private static final List<String> BODIES =
      List.of(
          "{\"id\":\"a\",\"partitionKey\":\"p\",\"n\":1,\"tags\":[\"a\",\"ab\"],\"ttl\":5}",
          "{\"id\":\"d\",\"partitionKey\":{\"paths\":[\"/partitionKey\"],\"kind\":\"Hash\"}}",
          "{\"id\":\"c\",\"partitionKey\":{\"paths\":[\"/a\",\"/b\"]},\"defaultTtl\":-1,"
              + "\"indexingPolicy\":{\"indexingMode\":\"none\"}}",
          "{\"operations\":[{\"op\":\"add\",\"path\":\"/tags/0\",\"value\":[[]]},"
              + "{\"op\":\"move\",\"from\":\"/n\",\"path\":\"/m\"}],\"condition\":\"FROM c\"}",
          "[{\"op\":\"incr\",\"path\":\"/n\",\"value\":1e308}]",
          "[{\"operationType\":\"Create\",\"id\":\"b\",\"partitionKey\":\"[\\\"p\\\"]\","
              + "\"resourceBody\":{\"id\":\"b\",\"partitionKey\":\"p\"}},"
              + "{\"operationType\":\"Patch\",\"id\":\"b\",\"ifMatch\":\"x\","
              + "\"resourceBody\":{\"operations\":[]}}]",
          "{\"content\":{\"offerThroughput\":400,\"offerAutopilotSettings\":{}}}",
          "");

  @Test
  void everyRequestHasAnAnswer() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int requests = 0;
    try (CosmosEmulator emulator = CosmosEmulator.builder().withoutAuthentication().start()) {
      CosmosAccount account = CosmosAccount.at(emulator.endpoint(), emulator.key());
      Socket socket = null;
      long end = System.nanoTime() + DURATION.toNanos();
      while (System.nanoTime() < end) {
        account.createDatabase("d");
        account.createContainer("d", "c");
        for (int i = 0; i < 200; i++) {
          byte[] request = request(random);
          if (socket == null || socket.isClosed()) {
            socket = new Socket(InetAddress.getLoopbackAddress(), emulator.endpoint().getPort());
            socket.setSoTimeout(PATIENCE_MS);
          }
          int status = answered(socket, request, seed, requests++);
          assertThat(status < 500 || status == 501)
              .as("seed %d, request %d answered %d: %s", seed, requests, status, shown(request))
              .isTrue();
        }
      }
      if (socket != null) {
        socket.close();
      }
    }
    System.out.printf(Locale.ROOT, "%d random requests were answered, seed %d%n", requests, seed);
  }

  private static int answered(Socket socket, byte[] request, long seed, int number) {
    try {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1);
      String head = head(in);
      int status = Integer.parseInt(head.substring(9, 12));
      boolean closes = head.contains("connection: close");
      if (!closes && status != 204 && status != 304) {
        int length = head.indexOf("content-length: ");
        int to = head.indexOf('\r', length);
        in.skipNBytes(Integer.parseInt(head.substring(length + "content-length: ".length(), to)));
      }
      if (closes) {
        socket.close();
      }
      return status;
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + ", request " + number + " has no answer: " + shown(request), e);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended behind '" + head + "'");
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  private static String shown(byte[] request) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    return text.substring(0, Math.min(3_000, text.length()));
  }

  private static byte[] request(Random random) {
    String method = random(METHODS, random);
    byte[] body = body(random);
    StringBuilder head = new StringBuilder(method).append(' ').append(path(random));
    head.append(" HTTP/1.1\r\nhost: x\r\ncontent-length: ").append(body.length).append("\r\n");
    for (int i = random.nextInt(8); i > 0; i--) {
      Map.Entry<String, List<String>> header = random(HEADERS, random);
      String value = random(header.getValue(), random);
      head.append(header.getKey()).append(": ");
      head.append(random.nextInt(10) == 0 ? spoilt(value, random) : value).append("\r\n");
    }
    if (random.nextInt(50) == 0) {
      head.append(random(List.of(": x\r\n", "x\r\n", " folded\r\n", "x y: z\r\n"), random));
    }
    byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[first.length + body.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    return all;
  }

  private static String path(Random random) {
    int right = random.nextInt(8);
    if (right < 6) {
      return List.of(
              "/dbs",
              "/dbs/d",
              "/dbs/d/colls",
              "/dbs/d/colls/c",
              "/dbs/d/colls/c/docs",
              "/dbs/d/colls/c/docs/a")
          .get(random.nextInt(3) == 0 ? random.nextInt(6) : 4 + random.nextInt(2));
    }
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      path.append('/').append(random(SEGMENTS, random));
    }
    return path.toString();
  }

  private static byte[] body(Random random) {
    String body;
    if (random.nextInt(2) == 0) {
      String sql = random.nextInt(3) == 0 ? words(random) : random(QUERIES, random);
      if (random.nextInt(2) == 0) {
        sql = exchanged(sql, random);
      }
      body =
          "{\"query\":\""
              + sql.replace("\\", "\\\\").replace("\"", "\\\"")
              + "\",\"parameters\":[{\"name\":\"@p\",\"value\":"
              + random(List.of("1", "null", "[[]]", "\"x\"", "1e999"), random)
              + "}]}";
    } else {
      body = random(BODIES, random);
    }
    if (random.nextInt(4) == 0) {
      body = spoilt(body, random);
    }
    if (random.nextInt(100) == 0) {
      body =
          random(List.of("[", "{\"a\":", "(", "- "), random).repeat(random.nextInt(3_000)) + body;
    }
    return body.getBytes(
        random.nextInt(10) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private static String words(Random random) {
    StringBuilder sql = new StringBuilder("SELECT ");
    for (int i = random.nextInt(20); i >= 0; i--) {
      sql.append(random(WORDS, random)).append(random.nextInt(8) == 0 ? "" : " ");
    }
    return sql.append(random.nextInt(3) == 0 ? "" : " FROM c").toString();
  }

  /** Some words are others. */
  private static String exchanged(String sql, Random random) {
    String[] words = sql.split(" ", -1);
    for (int i = random.nextInt(3); i >= 0; i--) {
      words[random.nextInt(words.length)] = random(WORDS, random);
    }
    return String.join(" ", words);
  }

  /** Some characters are missing, doubled or others; never the end of a line. */
  private static String spoilt(String text, Random random) {
    StringBuilder spoilt = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0 && !spoilt.isEmpty(); i--) {
      int at = random.nextInt(spoilt.length());
      switch (random.nextInt(3)) {
        case 0 -> spoilt.deleteCharAt(at);
        case 1 -> spoilt.insert(at, spoilt.charAt(at));
        default -> spoilt.setCharAt(at, (char) (' ' + random.nextInt(224)));
      }
    }
    return spoilt.toString();
  }

  private static <T> T random(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
