package dev.slicebench.cosmos.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The requests to a Cosmos DB endpoint and its answers, up to a moment.
 *
 * @param lines one for each kind of operation and client
 */
public record Traffic(List<Line> lines) {

  /** Nothing yet. */
  public static final Traffic NONE = new Traffic(List.of());

  /**
   * The requests of one kind by one client.
   *
   * @param client who asked: the product of its {@code User-Agent}
   * @param requests how many were answered
   * @param bytesSent of the requests' bodies
   * @param bytesReceived of the answers' bodies
   * @param requestUnits the sum of {@code x-ms-request-charge}
   * @param statuses how many answers had which HTTP status
   */
  public record Line(
      OperationKind kind,
      String client,
      long requests,
      long bytesSent,
      long bytesReceived,
      double requestUnits,
      Map<Integer, Long> statuses) {

    /** Returns how many were refused because the provisioned budget was used up. */
    public long throttled() {
      return statuses.getOrDefault(429, 0L);
    }

    private Line minus(Line earlier) {
      Map<Integer, Long> difference = new TreeMap<>(statuses);
      earlier.statuses.forEach((status, count) -> difference.merge(status, -count, Long::sum));
      difference.values().removeIf(count -> count == 0);
      return new Line(
          kind,
          client,
          requests - earlier.requests,
          bytesSent - earlier.bytesSent,
          bytesReceived - earlier.bytesReceived,
          requestUnits - earlier.requestUnits,
          difference);
    }

    private Object key() {
      return Map.entry(kind, client);
    }
  }

  /** Returns what came after {@code earlier}, an earlier state of the same counter. */
  public Traffic since(Traffic earlier) {
    Map<Object, Line> before =
        earlier.lines.stream().collect(Collectors.toMap(Line::key, line -> line));
    List<Line> difference = new ArrayList<>();
    for (Line line : lines) {
      Line known = before.get(line.key());
      Line since = known == null ? line : line.minus(known);
      if (since.requests > 0) {
        difference.add(since);
      }
    }
    return new Traffic(List.copyOf(difference));
  }

  /** Returns its lines that {@code wanted} accepts. */
  public Traffic only(Predicate<Line> wanted) {
    return new Traffic(lines.stream().filter(wanted).toList());
  }

  /** Returns how many requests were answered. */
  public long requests() {
    return lines.stream().mapToLong(Line::requests).sum();
  }

  /** Returns the sum of their charges. */
  public double requestUnits() {
    return lines.stream().mapToDouble(Line::requestUnits).sum();
  }

  /** Returns how many were refused with 429. */
  public long throttled() {
    return lines.stream().mapToLong(Line::throttled).sum();
  }
}
