package dev.slicebench.conformance.verify;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.file.DamagedFileException;
import dev.slicebench.evidence.file.RecordFile;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.verification.FaultKind;
import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the sittings that a mode's soak takes. What was found is kept in a file after every rule
 * and every round; so the next sitting goes on there, whatever ended this one. There is one at a
 * time: until it is closed, or its process ends, no other begins.
 */
public final class SoakSitting implements AutoCloseable {

  private static final int SCHEMA = 2;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE) // What follows is no field.
          .enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final FileChannel lock;
  private final boolean resumed;
  private final Duration time;
  private final LongSupplier nanoTime;
  private final long startedNanos;
  private State state;
  private boolean brokenOff;
  private boolean over;

  /**
   * What all sittings of a soak have in common.
   *
   * @param slicebench its version
   * @param store where it is soaked, and how
   */
  public record Origin(
      String slicebench, String daprVersion, SidecarInfo.Store store, SliceMode mode) {

    @Override
    public String toString() {
      return "%s on %s (%s %s, %s), daprd %s"
          .formatted(
              mode,
              store.backend(),
              store.type(),
              store.version(),
              store.kind().name().toLowerCase(Locale.ROOT),
              daprVersion);
    }
  }

  /**
   * What is kept.
   *
   * @param seed the first round's
   * @param probes what was found of the store
   * @param findings what was found of the mode, its rounds aside
   * @param opportunities how often a fault of each kind could have taken place in the store, and
   *     would have been seen; null in files from before it was kept
   */
  private record State(
      int schema,
      Origin origin,
      String startedAt,
      long seed,
      List<Finding> probes,
      List<Finding> findings,
      Soak.Rounds rounds,
      @Nullable Map<FaultKind, Long> opportunities) {}

  private SoakSitting(
      Path file,
      FileChannel lock,
      boolean resumed,
      State state,
      Duration time,
      LongSupplier nanoTime) {
    this.file = file;
    this.lock = lock;
    this.resumed = resumed;
    this.state = state;
    this.time = time;
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
  }

  /**
   * Begins a sitting, the first one where no file is there.
   *
   * @param folder of the results
   * @param store the store's short name
   * @param seed of the first round, unless there was one already
   * @param time how long it may take
   * @throws ResultsException if the file is damaged, or of another soak, or another sitting of the
   *     soak goes on, with the fix
   */
  public static SoakSitting begin(
      Path folder, String store, Origin origin, long seed, Duration time, LongSupplier nanoTime)
      throws IOException {
    Path file = folder.resolve(store + ".soak");
    FileChannel lock = lock(file);
    try {
      boolean resumed = Files.exists(file);
      State state =
          resumed
              ? read(file, origin)
              : new State(
                  SCHEMA,
                  origin,
                  Instant.now().toString(),
                  seed,
                  List.of(),
                  List.of(),
                  Soak.Rounds.NONE,
                  Map.of());
      return new SoakSitting(file, lock, resumed, state, time, nanoTime);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Two sittings at once would count the same rounds, and each forget the other's. */
  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(lockFile(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        lockFile(file).toFile().deleteOnExit(); // Also where Ctrl-C ends the sitting.
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another one in this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new ResultsException(
        "another sitting of the soak in %s goes on: wait for its end, or name another folder with --results"
            .formatted(file));
  }

  private static Path lockFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock");
  }

  private static State read(Path file, Origin wanted) throws IOException {
    State kept;
    try {
      kept = RecordFile.read(file, State.class);
      Instant.parse(kept.startedAt);
    } catch (DamagedFileException | DateTimeException e) {
      throw new ResultsException(
          "%s, which says how far a soak has come, is cut short or damaged (%s): remove it, and the soak begins anew"
              .formatted(file, e.getMessage()));
    }
    if (kept.schema != SCHEMA) {
      throw new ResultsException(
          "%s has another form (%d) than the one that is read here (%d): remove it, and the soak begins anew"
              .formatted(file, kept.schema, SCHEMA));
    }
    if (!kept.origin.slicebench.equals(wanted.slicebench)) {
      throw new ResultsException(
          "%s was begun by slicebench %s, and this is %s: go on with that one, or remove the file, and the soak begins anew"
              .formatted(file, kept.origin.slicebench, wanted.slicebench));
    }
    if (!kept.origin.equals(wanted)) {
      throw new ResultsException(
          "%s is of a soak of %s, and this one is of %s: name another folder with --results, or remove the file"
              .formatted(file, kept.origin, wanted));
    }
    return kept;
  }

  /** Returns where is kept how far the soak has come. */
  public Path file() {
    return file;
  }

  /** Returns whether an earlier sitting was there. */
  public boolean isResumed() {
    return resumed;
  }

  /** Returns the first round's seed. */
  public long seed() {
    return state.seed;
  }

  /** Returns how far it has come, in words. */
  public String progress() {
    return String.format(
        Locale.ROOT,
        "begun at %s, %d rules answered, %,d appends acknowledged in %d rounds",
        state.startedAt,
        state.probes.size() + state.findings.size(),
        tally().acknowledged(),
        state.rounds.asked());
  }

  private Tally tally() {
    return state.rounds.tally();
  }

  /** Returns whether nothing but rules was asked yet. */
  public boolean isBeforeItsRounds() {
    return state.rounds.asked() == 0;
  }

  /** Returns whether its time ended while something was left to do. */
  public boolean isBrokenOff() {
    return brokenOff;
  }

  /** Returns whether the soak has come to its end. */
  public boolean isOver() {
    return over;
  }

  /** Lets another sitting begin. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(lockFile(file));
    lock.close();
  }

  /** Removes the file, when the soak is over and its result is written. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  Instant startedAt() {
    return Instant.parse(state.startedAt);
  }

  /** Returns whether the time is over for what is left to do. */
  boolean isTimeOver() {
    brokenOff = brokenOff || nanoTime.getAsLong() - startedNanos > time.toNanos();
    return brokenOff;
  }

  /** Notes that the soak has come to its end. */
  void end() {
    over = true;
  }

  /** Returns what was found in an earlier sitting. */
  Optional<Finding> found(Question question) {
    return (question.mode().isEmpty() ? state.probes : state.findings)
        .stream()
            .filter(finding -> finding.rule().equals(question.rule().id()))
            .filter(SoakSitting::isAnswer)
            .findFirst();
  }

  /** What stays open, or cannot be asked now, may well be answered in the next sitting. */
  private static boolean isAnswer(Finding finding) {
    return finding.outcome() == Outcome.PASS || finding.outcome() == Outcome.FAIL;
  }

  /** Keeps an answer; what was given none is asked again in the next sitting. */
  void keep(Question question, Finding finding, Map<FaultKind, Long> opportunities) {
    if (!isAnswer(finding)) {
      return;
    }
    List<Finding> probes = new ArrayList<>(state.probes);
    List<Finding> findings = new ArrayList<>(state.findings);
    (question.mode().isEmpty() ? probes : findings).add(finding);
    keep(probes, findings, state.rounds, opportunities);
  }

  /** Returns what all sittings so far have counted of the store. */
  Map<FaultKind, Long> opportunities() {
    return Objects.requireNonNullElse(state.opportunities, Map.of());
  }

  Soak.Rounds rounds() {
    return state.rounds;
  }

  void keep(Soak.Rounds rounds, Map<FaultKind, Long> opportunities) {
    keep(state.probes, state.findings, rounds, opportunities);
  }

  private void keep(
      List<Finding> probes,
      List<Finding> findings,
      Soak.Rounds rounds,
      Map<FaultKind, Long> opportunities) {
    State next =
        new State(
            SCHEMA,
            state.origin,
            state.startedAt,
            state.seed,
            probes,
            findings,
            rounds,
            opportunities);
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      MAPPER.writeValue(part.toFile(), next);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new VerificationException(
          "cannot keep in %s how far the soak has come (%s): make room there; the same command goes on"
              .formatted(file, FileTree.reason(e)));
    }
    state = next;
  }
}
