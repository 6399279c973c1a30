package dev.slicebench.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.cosmos.wire.MasterKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The REST API as Dapr's component speaks it, for the container {@code d/c}. */
final class Rest {

  static final String DOCS = "dbs/d/colls/c/docs";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;
  private final MasterKey key;

  /** Of an emulator, which gets the container. */
  static Rest withContainer(CosmosEmulator emulator) throws IOException {
    CosmosAccount account = CosmosAccount.at(emulator.endpoint(), emulator.key());
    account.createDatabase("d");
    account.createContainer("d", "c");
    return new Rest(emulator.endpoint(), emulator.key());
  }

  Rest(URI endpoint, MasterKey key) {
    this.endpoint = endpoint;
    this.key = key;
  }

  record Reply(int status, JsonNode body, HttpResponse<String> response) {

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    double charge() {
      return Double.parseDouble(header("x-ms-request-charge"));
    }
  }

  /** One document of a partition. */
  Reply item(String method, String partition, String id, String... headers) throws IOException {
    return itemWith(method, partition, id, null, headers);
  }

  /** One document of a partition, with a body. */
  Reply itemWith(
      String method, String partition, String id, @Nullable String body, String... headers)
      throws IOException {
    return send(
        method,
        DOCS + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"),
        "docs",
        DOCS + "/" + id,
        body,
        with(partition, headers));
  }

  Reply post(String partition, String json, String... headers) throws IOException {
    return send("POST", DOCS, "docs", "dbs/d/colls/c", json, with(partition, headers));
  }

  Reply upsert(String partition, String json, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "x-ms-documentdb-is-upsert";
    all[headers.length + 1] = "true";
    return post(partition, json, all);
  }

  Reply batch(String partition, String json) throws IOException {
    return post(
        partition,
        json,
        "x-ms-cosmos-is-batch-request",
        "True",
        "x-ms-cosmos-batch-atomic",
        "True",
        "prefer",
        "return=minimal");
  }

  Reply query(@Nullable String partition, String json, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 4);
    all[headers.length] = "content-type";
    all[headers.length + 1] = "application/query+json";
    all[headers.length + 2] = "x-ms-documentdb-query-enablecrosspartition";
    all[headers.length + 3] = String.valueOf(partition == null);
    return send(
        "POST",
        DOCS,
        "docs",
        "dbs/d/colls/c",
        json,
        partition == null ? all : with(partition, all));
  }

  private static String[] with(String partition, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "x-ms-documentdb-partitionkey";
    all[headers.length + 1] = "[\"" + partition + "\"]";
    return all;
  }

  Reply send(
      String method,
      String path,
      String type,
      String link,
      @Nullable String body,
      String... headers)
      throws IOException {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/" + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("x-ms-date", date)
            .header("authorization", key.authorization(method, type, link, date));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), MAPPER.readTree(response.body()), response);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
