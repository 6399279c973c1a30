package dev.slicebench.cosmos.wire;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what an endpoint is asked; for any number of threads. */
public final class TrafficCounter {

  private final Map<Key, Sums> lines = new ConcurrentHashMap<>();

  /**
   * Counts one answered request.
   *
   * @param bytesSent of the request's body
   * @param bytesReceived of the answer's body
   * @param requestUnits the answer's {@code x-ms-request-charge}; 0 if it has none
   */
  public void record(
      OperationKind kind,
      String client,
      int status,
      long bytesSent,
      long bytesReceived,
      double requestUnits) {
    lines
        .computeIfAbsent(new Key(kind, client), key -> new Sums())
        .add(status, bytesSent, bytesReceived, requestUnits);
  }

  /**
   * Returns what was counted so far, ordered by kind and client. Each line is consistent in itself.
   */
  public Traffic snapshot() {
    List<Traffic.Line> snapshot =
        lines.entrySet().stream()
            .map(entry -> entry.getValue().line(entry.getKey()))
            .sorted(Comparator.comparing(Traffic.Line::kind).thenComparing(Traffic.Line::client))
            .toList();
    return new Traffic(snapshot);
  }

  private record Key(OperationKind kind, String client) {}

  private static final class Sums {
    private long requests;
    private long bytesSent;
    private long bytesReceived;
    private double requestUnits;
    private final Map<Integer, Long> statuses = new TreeMap<>();

    synchronized void add(int status, long sent, long received, double units) {
      requests++;
      bytesSent += sent;
      bytesReceived += received;
      requestUnits += units;
      statuses.merge(status, 1L, Long::sum);
    }

    synchronized Traffic.Line line(Key key) {
      return new Traffic.Line(
          key.kind,
          key.client,
          requests,
          bytesSent,
          bytesReceived,
          requestUnits,
          new TreeMap<>(statuses));
    }
  }
}
