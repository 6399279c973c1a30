package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.PartitionKey;
import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.cosmos.wire.RequestClassifier;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request.
 *
 * @param segments of its path, decoded
 * @param bodyBytes how long the body was on the wire
 */
record RestRequest(
    String method,
    String rawPath,
    List<String> segments,
    OperationKind kind,
    HttpHeaders headers,
    String body,
    int bodyBytes) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static RestRequest of(FullHttpRequest request) {
    String path = new QueryStringDecoder(request.uri()).rawPath();
    String method = request.method().name();
    return new RestRequest(
        method,
        path,
        segments(path),
        RequestClassifier.kind(method, path, request.headers()::get),
        request.headers(),
        request.content().toString(StandardCharsets.UTF_8),
        request.content().readableBytes());
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        // A plus sign is no blank in a path.
        segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    return segments;
  }

  String header(String name) {
    return headers.get(name, "");
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
  }

  boolean isTrue(String name) {
    return header(name).equalsIgnoreCase("true");
  }

  String host() {
    return header(HttpHeaderNames.HOST.toString());
  }

  JsonNode json() {
    return parse(body);
  }

  ObjectNode object() {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw CosmosException.badRequest("the request's body must be a JSON object");
  }

  Optional<PartitionKey> partitionKey() {
    // Clients in Go send it as UTF-8; Netty takes every byte of a header for a character.
    return optional("x-ms-documentdb-partitionkey")
        .map(
            value ->
                new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
        .map(value -> PartitionKey.ofHeader(parse(value)));
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw CosmosException.badRequest("this is no JSON: " + e.getOriginalMessage());
    }
  }
}
