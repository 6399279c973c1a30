package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.PartitionKey;
import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.cosmos.wire.RequestClassifier;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came; what makes no sense in it is found when it is asked for.
 *
 * @param path in decoded segments; null where an escape in it is none
 * @param body as it was on the wire
 */
@SuppressWarnings("ArrayRecordComponent") // Requests are not compared.
record RestRequest(
    String method,
    String rawPath,
    @Nullable List<String> path,
    OperationKind kind,
    HttpHeaders headers,
    byte[] body) {

  static RestRequest of(FullHttpRequest request) {
    String path = new QueryStringDecoder(request.uri()).rawPath();
    String method = request.method().name();
    return new RestRequest(
        method,
        path,
        segments(path),
        RequestClassifier.kind(method, path, request.headers()::get),
        request.headers(),
        ByteBufUtil.getBytes(request.content()));
  }

  /**
   * Returns the path, in decoded segments.
   *
   * @throws CosmosException if an escape in it is none
   */
  List<String> segments() {
    if (path == null) {
      throw CosmosException.badRequest("'" + rawPath + "' has an escape that is none");
    }
    return path;
  }

  private static @Nullable List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    try {
      for (String segment : path.split("/", -1)) {
        if (!segment.isEmpty()) {
          segments.add(segment.indexOf('%') < 0 ? segment : decoded(segment));
        }
      }
      return segments;
    } catch (CosmosException e) {
      return null;
    }
  }

  private static String decoded(String segment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < segment.length(); i++) {
      if (segment.charAt(i) != '%') {
        bytes.writeBytes(segment.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
      int low = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw CosmosException.badRequest("'" + segment + "' has an escape that is none");
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    return Json.text(bytes.toByteArray());
  }

  int bodyBytes() {
    return body.length;
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

  JsonNode json(Json kind) {
    return kind.read(Json.text(body));
  }

  ObjectNode object(Json kind) {
    if (json(kind) instanceof ObjectNode object) {
      return object;
    }
    throw CosmosException.badRequest("the request's body must be a JSON object");
  }

  Optional<PartitionKey> partitionKey() {
    // Clients in Go send it as UTF-8; Netty takes every byte of a header for a character.
    return optional("x-ms-documentdb-partitionkey")
        .map(value -> Json.text(value.getBytes(StandardCharsets.ISO_8859_1)))
        .map(value -> PartitionKey.ofHeader(Json.REQUEST.read(value)));
  }

  /** Returns how many rows a page shall have at most; empty where the client leaves it open. */
  Optional<Integer> pageSize() {
    return optional("x-ms-max-item-count")
        .map(RestRequest::wholeNumber)
        .filter(wanted -> wanted > 0);
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw CosmosException.badRequest("'" + text + "' is no whole number");
    }
  }
}
