package dev.slicebench.cosmos.emulator.engine;

/**
 * The emulator's charges. They are a model, not the service: straight lines through the points that
 * Microsoft publishes for items of 1 KB and 100 KB (Microsoft Learn, "Optimize the cost of your
 * reads and writes": point read 1 and 10 request units, write 5 and 50), with default indexing. A
 * replacement is charged as a removal and an insertion, 10 for 1 KB (measured: 10.29, at 6.29 for
 * the insertion, in OrleansContrib/Orleans.CosmosDB issue 35). For queries nothing is published:
 * the base of 2.3 is what small ones are commonly seen to cost, and a document found is taken for
 * half a point read.
 */
public final class ChargeModel {

  private static final double READ_1_KB = 1;
  private static final double READ_100_KB = 10;
  private static final double WRITE_1_KB = 5;
  private static final double WRITE_100_KB = 50;
  private static final double QUERY = 2.3;

  private ChargeModel() {}

  /** Returns the charge of a point read; one that finds nothing costs as much as the smallest. */
  public static double read(long bytes) {
    return line(READ_1_KB, READ_100_KB, bytes);
  }

  /** Returns the charge of a write of a document that was not there, or of its removal. */
  public static double write(long bytes) {
    return line(WRITE_1_KB, WRITE_100_KB, bytes);
  }

  /** Returns the charge of a write over a document. */
  public static double replace(long before, long after) {
    return write(before) + write(after);
  }

  /** Returns the charge of a write that a condition refused: the document was looked at. */
  public static double refused() {
    return READ_1_KB;
  }

  /** Returns the charge of a query, by the documents that it found before it projected. */
  public static double query(Iterable<StoredDocument> found) {
    double charge = QUERY;
    for (StoredDocument document : found) {
      charge += read(document.bytes()) / 2;
    }
    return charge;
  }

  private static double line(double at1Kb, double at100Kb, long bytes) {
    double kb = Math.max(1, bytes / 1024.0);
    return at1Kb + (kb - 1) * (at100Kb - at1Kb) / 99;
  }
}
