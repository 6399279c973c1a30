package dev.slicebench.evidence.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.Pace;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.Source;
import dev.slicebench.evidence.file.DamagedFileException;
import dev.slicebench.evidence.file.RecordFile;
import dev.slicebench.evidence.verification.SafetyEvidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run's figures mean: everything about it but the figures, which are JMH's. Holds no secret.
 *
 * @param schema the version of this layout
 * @param runId what the run's streams are named for
 * @param startedAt ISO 8601, UTC
 * @param commandLine what was typed
 * @param configuration SHA-256 of what was asked of which kind of store, the same for runs that may
 *     be compared
 * @param seed decided what the probe of the modes did
 * @param standings the safety of each mode that the run tried, together with what is known of the
 *     component today
 * @param broken what was not measured after all, and why
 * @param requestUnits what operations cost on Cosmos DB; null on another store
 * @param latency what was added to every round trip; null where nothing was
 * @param notDeleted keys that the run wrote and could not delete
 * @param log JMH's own output
 * @param disturbed the cells beside which the machine itself was slow; null in runs from before
 *     anything looked
 */
public record Envelope(
    int schema,
    String runId,
    Status status,
    String startedAt,
    String finishedAt,
    List<String> commandLine,
    String profile,
    Pace pace,
    String configuration,
    Machine machine,
    SidecarInfo sidecar,
    Source source,
    long seed,
    List<Safety> standings,
    List<Broken> broken,
    @Nullable RequestUnits requestUnits,
    @Nullable AddedLatency latency,
    List<String> notDeleted,
    String log,
    @Nullable List<Disturbed> disturbed) {

  /** The layout that this version writes. */
  public static final int SCHEMA = 2;

  /** The oldest layout that is still read: it calls the protocols otherwise. */
  static final int OLDEST_SCHEMA = 1;

  /** The file's name in a run's folder. */
  public static final String FILE = "envelope.json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** Whether every cell has its figure. */
  public enum Status {
    /** Every one. */
    OK,
    /** At least one is broken. */
    FAIL
  }

  /** A cell without a figure. */
  public record Broken(BenchmarkCase cell, String reason) {}

  /**
   * A cell beside which the machine did something else.
   *
   * @param times how many times as long the ruler took there as undisturbed
   */
  public record Disturbed(BenchmarkCase cell, double times) {}

  /** Returns the cells whose figures decide nothing, since the machine was busy. */
  public Set<BenchmarkCase> disturbedCells() {
    return disturbed == null
        ? Set.of()
        : disturbed.stream().map(Disturbed::cell).collect(Collectors.toSet());
  }

  /**
   * Reads the envelope of a run's folder. What has become known of the component since makes a mode
   * unsafe there.
   *
   * @throws DamagedFileException if it is not as a run writes it
   */
  public static Envelope read(Path folder) throws IOException {
    Envelope written = RecordFile.read(folder.resolve(FILE), Envelope.class);
    EnvelopeCheck.require(written);
    return written.knowing();
  }

  /** Returns the day on which the run began, in UTC. */
  public String day() {
    return startedAt.substring(0, "2026-11-26".length());
  }

  private Envelope knowing() {
    return new Envelope(
        schema,
        runId,
        status,
        startedAt,
        finishedAt,
        commandLine,
        profile,
        pace,
        configuration,
        machine,
        sidecar,
        source,
        seed,
        SafetyEvidence.of(
            sidecar, standings.stream().map(one -> one.on(day())).toList(), List.of()),
        broken,
        requestUnits,
        latency,
        notDeleted,
        log,
        disturbed);
  }

  /** Writes it into a run's folder. */
  public void write(Path folder) throws IOException {
    MAPPER.writeValue(folder.resolve(FILE).toFile(), this);
  }
}
