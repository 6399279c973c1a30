package dev.slicebench.cosmos.wire;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells from a request's line and headers what it asks for and who asks. (Microsoft Learn: "Azure
 * Cosmos DB: REST API reference".)
 */
public final class RequestClassifier {

  private static final String UNKNOWN_CLIENT = "unknown";
  private static final int LONGEST_CLIENT = 120;

  private RequestClassifier() {}

  /**
   * Returns what the request asks for.
   *
   * @param target the request's target, with or without a query
   * @param header the value of the header of a (lower-case) name, null if it has none
   */
  public static OperationKind kind(
      String method, String target, Function<String, @Nullable String> header) {
    String[] segments = path(target).split("/", -1);
    boolean feed = segments.length == 5 && isDocuments(segments);
    boolean document = segments.length == 6 && isDocuments(segments);
    if (document) {
      return switch (method) {
        case "GET" -> OperationKind.POINT_READ;
        case "PUT" -> OperationKind.REPLACE;
        case "PATCH" -> OperationKind.PATCH;
        case "DELETE" -> OperationKind.DELETE;
        default -> OperationKind.METADATA;
      };
    }
    if (feed && method.equals("GET")) {
      return OperationKind.QUERY;
    }
    return feed && method.equals("POST") ? posted(header) : OperationKind.METADATA;
  }

  private static OperationKind posted(Function<String, @Nullable String> header) {
    if (isTrue(header.apply("x-ms-cosmos-is-batch-request"))) {
      return OperationKind.BATCH;
    }
    if (isTrue(header.apply("x-ms-cosmos-is-query-plan-request"))) {
      return OperationKind.METADATA;
    }
    if (isQuery(header)) {
      return OperationKind.QUERY;
    }
    return isTrue(header.apply("x-ms-documentdb-is-upsert"))
        ? OperationKind.UPSERT
        : OperationKind.CREATE;
  }

  /** Returns whether what is posted is a query, by its headers. */
  public static boolean isQuery(Function<String, @Nullable String> header) {
    String contentType = header.apply("content-type");
    return isTrue(header.apply("x-ms-documentdb-isquery"))
        || isTrue(header.apply("x-ms-documentdb-query"))
        || (contentType != null && contentType.startsWith("application/query+json"));
  }

  /**
   * Returns the client: the products that a {@code User-Agent} names, without its comments.
   *
   * @param userAgent the header's value, null if there is none
   */
  public static String client(@Nullable String userAgent) {
    if (userAgent == null) {
      return UNKNOWN_CLIENT;
    }
    String products = uncommented(userAgent);
    if (products.isEmpty()) {
      return UNKNOWN_CLIENT;
    }
    return products.substring(0, Math.min(products.length(), LONGEST_CLIENT));
  }

  private static String uncommented(String userAgent) {
    StringBuilder words = new StringBuilder(userAgent.length());
    boolean inComment = false;
    boolean gap = false;
    for (int i = 0; i < userAgent.length(); i++) {
      char one = userAgent.charAt(i);
      if (inComment || one == '(' || Character.isWhitespace(one)) {
        inComment = (inComment || one == '(') && one != ')';
        gap = true;
      } else {
        words.append(gap && !words.isEmpty() ? " " : "").append(one);
        gap = false;
      }
    }
    return words.toString();
  }

  private static boolean isDocuments(String[] segments) {
    return segments[0].equals("dbs") && segments[2].equals("colls") && segments[4].equals("docs");
  }

  private static String path(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    int from = path.startsWith("/") ? 1 : 0;
    int to = path.length() > from && path.endsWith("/") ? path.length() - 1 : path.length();
    return path.substring(from, to);
  }

  private static boolean isTrue(@Nullable String value) {
    return value != null && value.toLowerCase(Locale.ROOT).equals("true");
  }
}
