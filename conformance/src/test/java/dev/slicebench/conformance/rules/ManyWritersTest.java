package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.SidecarUnderTest;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.faults.CallFaults;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.conformance.history.check.CheckResult;
import dev.slicebench.conformance.history.check.CheckResult.HistoryVerdict;
import dev.slicebench.conformance.history.check.HistoryCheck;
import dev.slicebench.conformance.history.check.Tally;
import dev.slicebench.conformance.rules.check.FaultWorkload;
import dev.slicebench.conformance.rules.check.FaultWorkload.Crowd;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thirty-two writers at two streams behind a real daprd keep every promise to each other while some
 * of their calls are lost, repeated, late and refused. {@code -Dslicebench.appends=200000} goes on
 * until so many were acknowledged in each mode, and {@code -Dslicebench.seed=} decides every random
 * choice.
 */
class ManyWritersTest {

  private static final long APPENDS = Long.getLong("slicebench.appends", 300);
  private static final long SEED = Long.getLong("slicebench.seed", System.nanoTime());
  private static final Crowd CROWD = new Crowd(32, 2);
  private static final int FAULTS_PER_THOUSAND = 4;

  /** In one history. */
  private static final long MOST_A_ROUND = 4_000;

  /** For as many minutes a round has patience twice over. */
  private static final int SCALE = 10;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // Nobody interrupts this thread.
  void keepEveryPromise(SliceMode mode) throws Exception {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
    // Of daprd's memory nothing can be asked but by key.
    BuiltIn backend = mode == SliceMode.OFF_AND_SHARED_ALL ? BuiltIn.COSMOSDB : BuiltIn.IN_MEMORY;
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, backend);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      StoreUnderTest subject = new LibraryOnSidecar(sidecar, client, mode);
      Tally tally = Tally.NONE;
      for (int round = 0; tally.acknowledged() < APPENDS; round++) {
        tally = tally.plus(round(subject, SEED + round, APPENDS - tally.acknowledged()));
      }
      System.out.println(mode + " on " + backend + ", seed " + SEED + ": " + tally);
    }
  }

  private Tally round(StoreUnderTest subject, long seed, long wanted) throws Exception {
    Context context = new Context(subject, new Random(seed));
    try (HistoryRecorder history = context.history()) {
      CallFaults calls = new CallFaults(history::fault);
      calls.drawn(new Random(context.random.nextLong()), FAULTS_PER_THOUSAND);
      FaultWorkload workload = new FaultWorkload(history, subject::open);
      boolean enough =
          workload.race(
              context,
              CROWD,
              () -> subject.open(calls),
              () -> workload.acknowledged() >= Math.min(wanted, MOST_A_ROUND));
      calls.heal();
      calls.landLate();
      history.heal("calls");
      assertThat(enough).as("in time, seed %d: %d", seed, workload.acknowledged()).isTrue();
      assertThat(workload.atRest(context.random, context.newName())).as("seed %d", seed).isEmpty();
      return checked(history, seed);
    }
  }

  private static Tally checked(HistoryRecorder history, long seed) throws IOException {
    history.close();
    CheckResult result = HistoryCheck.of(history.file()).result();
    assertThat(result)
        .as("seed %d, %s", seed, result)
        .returns(HistoryVerdict.SOUND, CheckResult::verdict);
    Files.delete(history.file());
    return result.tally();
  }

  private final class Context implements RuleContext {

    private final StoreUnderTest subject;
    private final Random random;

    Context(StoreUnderTest subject, Random random) {
      this.subject = subject;
      this.random = random;
    }

    @Override
    public StoreUnderTest subject() {
      return subject;
    }

    @Override
    public Random random() {
      return random;
    }

    @Override
    public String newName() {
      return "many-" + UUID.randomUUID();
    }

    @Override
    public int scale() {
      return SCALE;
    }

    @Override
    public void disturbed(String why) {}

    @Override
    public HistoryRecorder history() {
      try {
        return HistoryRecorder.create(
            folder.resolve(UUID.randomUUID() + ".jsonl"),
            new Header(SEED, subject.label(), "", "many writers"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
