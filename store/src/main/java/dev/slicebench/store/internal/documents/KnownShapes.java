package dev.slicebench.store.internal.documents;

/**
 * How large the documents were that a load met last in each stream, for the streams loaded last.
 * What lies in a stream stays there, so the next load meets them again; but it only tells where to
 * look first, and how many to ask for at once.
 */
public final class KnownShapes {

  private static final Shape UNKNOWN = new Shape(0, 0);

  private final RecentStreams<Shape> shapes = new RecentStreams<>();

  /**
   * The size of a stream's documents.
   *
   * @param events how many a slice has, where two in a row had as many; else 0
   * @param bytes of a document, on average; 0 where none was met
   */
  public record Shape(int events, long bytes) {}

  public Shape of(String stream) {
    return shapes.of(stream, UNKNOWN);
  }

  void sawSlices(String stream, int events) {
    Shape shape = of(stream);
    if (shape.events() != events) {
      shapes.put(stream, new Shape(events, shape.bytes()));
    }
  }

  /** Averages that differ by little are the same. */
  void sawDocuments(String stream, long bytes) {
    Shape shape = of(stream);
    if (Math.abs(shape.bytes() - bytes) > bytes / 8) {
      shapes.put(stream, new Shape(shape.events(), bytes));
    }
  }
}
