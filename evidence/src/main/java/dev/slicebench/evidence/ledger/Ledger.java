package dev.slicebench.evidence.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.file.DamagedFileException;
import dev.slicebench.evidence.file.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each operation costs, as far as a sidecar can see it.
 *
 * @param schema the version of this layout
 * @param payloadBytes the size of each event's data as JSON
 * @param rows in a fixed order
 */
public record Ledger(int schema, int payloadBytes, List<LedgerRow> rows) {

  /** The snapshot's name in the results folder. */
  public static final String FILE = "ledger.json";

  private static final int SCHEMA = 2;

  /** The oldest layout that is still read: it calls the protocols and contacts otherwise. */
  private static final int OLDEST_SCHEMA = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Returns a ledger of events with so many bytes of data. */
  public static Ledger of(int payloadBytes, List<LedgerRow> rows) {
    return new Ledger(SCHEMA, payloadBytes, List.copyOf(rows));
  }

  /**
   * Reads a snapshot.
   *
   * @throws IOException with what is wrong with the file, and what to do
   */
  public static Ledger read(Path file) throws IOException {
    return read(file, ": './slicebench ledger --renew' writes it anew");
  }

  /**
   * Reads one that is kept for what was measured while it held.
   *
   * @throws IOException with what is wrong with the file, and what to do
   */
  static Ledger readEarlier(Path file) throws IOException {
    return read(
        file, ": restore it, or remove it, and the next one explains what was measured then");
  }

  private static Ledger read(Path file, String remedy) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no ledger at " + file + remedy);
    }
    try {
      JsonNode json = RecordFile.tree(file);
      int schema = json.path("schema").asInt();
      if (schema > SCHEMA) {
        throw new IOException(
            "%s is a ledger of layout %d, and %d is the newest known here: take the slicebench that wrote it"
                .formatted(file, schema, SCHEMA));
      }
      if (schema < OLDEST_SCHEMA) {
        throw new DamagedFileException("its layout is " + schema + " instead of " + SCHEMA);
      }
      Ledger ledger = RecordFile.of(json, Ledger.class);
      requireCosts(ledger);
      return ledger;
    } catch (DamagedFileException e) {
      throw new IOException(file + " is not a whole ledger (" + e.getMessage() + ")" + remedy, e);
    }
  }

  /** Each operation waits for a call at least, and nothing is less than none. */
  private static void requireCosts(Ledger ledger) throws DamagedFileException {
    for (LedgerRow row : ledger.rows) {
      Cost cost = row.cost();
      if (cost != null
          && !(cost.calls() > 0
              && cost.roundTrips() > 0
              && cost.transactionOperations() >= 0
              && cost.documentsWritten() >= 0
              && cost.keysRead() >= 0
              && cost.bytesOut() >= 0
              && cost.bytesIn() >= 0)) {
        throw new DamagedFileException(row.operation().label() + " has a cost that nothing has");
      }
    }
  }

  /** Returns what {@link #read} reads, a line for each row. */
  public String json() {
    try {
      return lines();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String lines() throws JsonProcessingException {
    StringBuilder json = new StringBuilder();
    json.append("{\n\"schema\":").append(schema);
    json.append(",\n\"payloadBytes\":").append(payloadBytes).append(",\n\"rows\":[");
    String separator = "\n";
    for (LedgerRow row : rows) {
      json.append(separator).append(MAPPER.writeValueAsString(row));
      separator = ",\n";
    }
    return json.append("\n]}\n").toString();
  }

  /** Returns the row of an operation; empty where the ledger has none. */
  public Optional<LedgerRow> row(LedgerOperation operation) {
    return rows.stream().filter(row -> row.operation().equals(operation)).findFirst();
  }

  /**
   * Returns the row of what is measured in a cell, which has seen the head, whatever the size of
   * its payloads and the number of its callers; empty for raw calls.
   */
  public Optional<LedgerRow> row(BenchmarkCase cell) {
    return cell.protocol() == null || cell.mode() == null
        ? Optional.empty()
        : row(
            new LedgerOperation(
                cell.protocol(),
                cell.mode(),
                cell.benchmark(),
                Contact.WARM,
                cell.shape().streamLength(),
                cell.shape().eventsPerAppend()));
  }

  /** Returns what {@code newer} has otherwise, a line for each row that changed, came or went. */
  public List<String> differences(Ledger newer) {
    Set<LedgerOperation> operations = new LinkedHashSet<>();
    newer.rows.forEach(row -> operations.add(row.operation()));
    rows.forEach(row -> operations.add(row.operation()));
    return operations.stream()
        .flatMap(one -> RowChange.between(row(one), newer.row(one)).stream())
        .toList();
  }
}
