package dev.slicebench.bench.run;

import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.bench.jmh.Target;
import dev.slicebench.bench.run.CellRunner.BrokenCellException;
import dev.slicebench.conformance.verify.ModeProbe;
import dev.slicebench.conformance.written.LeftoverNotice;
import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.Plan;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Source;
import dev.slicebench.evidence.leftover.LeftoverFile;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Envelope.Broken;
import dev.slicebench.evidence.run.Envelope.Disturbed;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.verification.SafetyEvidence;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.CosmosMeter;
import dev.slicebench.sidecar.process.ShutdownTask;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStoreException;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run on one sidecar: probes the modes, measures cell by cell, deletes what was written. */
public final class BenchmarkRun {

  private static final String STOPPED = "stopped";
  private static final String LOG_FILE = "jmh.log";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Sidecar sidecar;
  private final RunOptions options;
  private final Progress progress;
  private final Instant started = Instant.now();
  private final String runId;
  private final long seed;

  /** What is kept where the JVM is asked to end now. */
  private volatile Runnable whenStopped = () -> {};

  private final AtomicBoolean keptApart = new AtomicBoolean();

  /**
   * What is wanted.
   *
   * @param modes the modes to measure, as far as they are safe
   * @param planner makes the plan for the modes that are measured
   * @param allowUnsafe whether unsafe modes are measured too
   * @param keep whether what was written stays in the store
   * @param results where the run's folder is made
   * @param home the checkout that the code comes from
   * @param clean the command that deletes what a file of leftovers names
   */
  public record RunOptions(
      Collection<SliceMode> modes,
      Function<Collection<SliceMode>, Plan> planner,
      boolean allowUnsafe,
      boolean keep,
      Path results,
      Path home,
      List<String> commandLine,
      String clean) {}

  /**
   * What a run measured.
   *
   * @param folder where it was written
   * @param jmh JMH's own JSON
   * @param unwritten why it was not written, or not whole; a folder without figures is gone again
   */
  public record Outcome(
      Path folder, Envelope envelope, String jmh, Optional<IOException> unwritten) {}

  private BenchmarkRun(Sidecar sidecar, RunOptions options, Progress progress) {
    this.sidecar = sidecar;
    this.options = options;
    this.progress = progress;
    this.seed = new SecureRandom().nextLong();
    this.runId = STAMP.format(started) + "-" + Long.toHexString(seed).substring(0, 4);
  }

  /**
   * Carries out a run and writes its results. A cell that breaks is told in the envelope, and
   * results that cannot be written any more are told in the outcome. Where the run does not come to
   * its end, what it measured is put into {@value #STOPPED} in the results, apart from whole runs:
   * where the sidecar is lost, and where the JVM is asked to end.
   *
   * @throws SidecarException if the sidecar is lost
   * @throws IOException if no results could be written there; nothing was measured
   */
  public static Outcome run(Sidecar sidecar, RunOptions options, Progress progress)
      throws IOException {
    return new BenchmarkRun(sidecar, options, progress).run();
  }

  @SuppressWarnings("try") // What is kept at the end is kept by a task that nobody calls by name.
  private Outcome run() throws IOException {
    Source source = Git.source(options.home());
    String name = STAMP.format(started) + "-" + sidecar.info().label();
    try (ResultFolder folder = ResultFolder.create(options.results(), name);
        SidecarClient connection = new SidecarClient(sidecar.grpcEndpoint());
        MachineWatch watch = MachineWatch.begin();
        // Once the forks are stopped, and before the folder goes.
        ShutdownTask keeping = ShutdownTask.register(() -> whenStopped.run());
        PrintStream log =
            new PrintStream(folder.path().resolve(LOG_FILE).toFile(), StandardCharsets.UTF_8);
        ForkWrites written =
            new ForkWrites(
                sidecar,
                new DaprStateStore(connection.dapr(), sidecar.info().component().name()),
                options.keep(),
                new LeftoverNotice(
                    sidecar, LeftoverFile.in(options.results(), prefix()), options.clean()))) {
      DaprClient client = connection.dapr();
      AddedLatency latency = latency(client);
      List<Safety> standings = standings(client);
      Plan plan = plan(standings);
      Target target =
          new Target(sidecar.grpcEndpoint(), sidecar.info().component(), prefix(), written.logs());
      RequestUnits requestUnits = requestUnits(plan, target, written);
      FiguresSoFar figures = new FiguresSoFar();
      Function<FiguresSoFar.Snapshot, Envelope> envelope =
          measured ->
              envelope(
                  plan,
                  source,
                  standings,
                  measured.broken(),
                  requestUnits,
                  latency,
                  written.cleanUp().keys(),
                  watch.disturbed());
      Supplier<Optional<String>> keeper =
          () -> keepApart(folder, figures.of(plan), plan.cells().size(), envelope);
      whenStopped = () -> keeper.get().ifPresent(System.err::println);
      try {
        measure(
            plan,
            new CellRunner(target, plan.pace(), log, folder.path().resolve(LOG_FILE)),
            client,
            written,
            watch,
            figures);
        FiguresSoFar.Snapshot all = figures.of(plan);
        Envelope whole = envelope.apply(all);
        return new Outcome(folder.path(), whole, all.json(), write(folder, log, all.json(), whole));
      } catch (SidecarException e) {
        throw new SidecarException(e.getMessage() + keeper.get().map("; "::concat).orElse(""), e);
      } finally {
        whenStopped = () -> {};
      }
    } finally {
      progress.done();
    }
  }

  /**
   * Writes what was measured where nothing reads it by itself. At most once: a sidecar may be lost
   * by the very signal that asks the JVM to end.
   *
   * @return in words where it is, or why it is not; empty where nothing was measured, or it is kept
   */
  private Optional<String> keepApart(
      ResultFolder folder,
      FiguresSoFar.Snapshot measured,
      int wanted,
      Function<FiguresSoFar.Snapshot, Envelope> envelope) {
    if (measured.count() == 0 || folder.isKept() || keptApart.getAndSet(true)) {
      return Optional.empty();
    }
    String soFar = "%d of %d figures were measured".formatted(measured.count(), wanted);
    Envelope part = envelope.apply(measured);
    try {
      Path apart =
          ResultFolder.make(
              options.results().resolve(STOPPED), String.valueOf(folder.path().getFileName()));
      Files.copy(folder.path().resolve(LOG_FILE), apart.resolve(LOG_FILE));
      Files.writeString(apart.resolve(Run.JMH_FILE), measured.json());
      part.write(apart);
      return Optional.of(
          soFar
              + ", and kept apart from whole runs: './slicebench report %s' shows them"
                  .formatted(apart));
    } catch (IOException e) {
      return Optional.of(soFar + ", and could not be kept: " + e.getMessage());
    }
  }

  /** What was measured must not be lost with the disk that it does not fit on. */
  private static Optional<IOException> write(
      ResultFolder folder, PrintStream log, String jmh, Envelope envelope) {
    try {
      Files.writeString(folder.path().resolve(Run.JMH_FILE), jmh);
      envelope.write(folder.path());
      folder.keep();
      return log.checkError()
          ? Optional.of(new IOException(folder.path().resolve(LOG_FILE) + " is not whole"))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private @Nullable AddedLatency latency(DaprClient client) {
    return LatencyProbe.measure(
        sidecar,
        new DaprStateStore(client, sidecar.info().component().name()),
        prefix() + "latency",
        () -> progress.preparing("measuring the latency that was asked for"));
  }

  private List<Safety> standings(DaprClient client) {
    progress.preparing("finding out which modes are safe here");
    return SafetyEvidence.of(
        sidecar.info(), ModeProbe.probe(client, sidecar, options.modes(), seed), List.of());
  }

  private Plan plan(List<Safety> standings) {
    List<SliceMode> measured =
        standings.stream()
            .filter(
                one ->
                    one.verdict() != Verdict.UNSUPPORTED
                        && (one.verdict() != Verdict.UNSAFE || options.allowUnsafe()))
            .map(Safety::mode)
            .toList();
    Plan plan = options.planner().apply(measured);
    return measured.isEmpty() ? new Plan(plan.profile(), plan.pace(), List.of()) : plan;
  }

  private @Nullable RequestUnits requestUnits(Plan plan, Target target, ForkWrites written) {
    CosmosMeter meter = sidecar.cosmos().orElse(null);
    if (meter == null) {
      return null;
    }
    progress.preparing("counting request units");
    try {
      return ChargeCount.of(plan, target, meter);
    } finally {
      written.erase();
    }
  }

  private void measure(
      Plan plan,
      CellRunner runner,
      DaprClient client,
      ForkWrites written,
      MachineWatch watch,
      FiguresSoFar figures)
      throws IOException {
    TimeLeft left = new TimeLeft(plan, System::nanoTime);
    int number = 0;
    for (BenchmarkCase cell : plan.cells()) {
      progress.measuring(++number, plan.cells().size(), cell, left.before(cell));
      watch.lookBeside(cell);
      try {
        figures.add(cell, runner.measure(cell));
        watch.lookBeside(cell);
      } catch (BrokenCellException e) {
        written.requireTime();
        figures.add(new Broken(cell, String.valueOf(e.getMessage())));
        requireLife(client, cell, written);
      }
      written.erase();
    }
  }

  /** A cell may break by itself; without a sidecar all that follow would. */
  private void requireLife(DaprClient client, BenchmarkCase cell, ForkWrites written) {
    try {
      new DaprStateStore(client, sidecar.info().component().name())
          .get(prefix() + "alive", Map.of())
          .block(PATIENCE);
    } catch (StateStoreException | IllegalStateException e) {
      int left = written.cleanUp().size();
      throw new SidecarException(
          "the sidecar stopped answering while '"
              + cell.label()
              + "' was measured ("
              + sidecar.failure().orElse(sidecar.info().description())
              + "): repeat the run"
              + (left == 0 ? "" : "; not deleted: " + left + " keys that begin with " + prefix()),
          e);
    }
  }

  private String prefix() {
    return "sb-" + runId + "-";
  }

  private Envelope envelope(
      Plan plan,
      Source source,
      List<Safety> standings,
      List<Broken> broken,
      @Nullable RequestUnits requestUnits,
      @Nullable AddedLatency latency,
      List<String> notDeleted,
      List<Disturbed> disturbed) {
    return new Envelope(
        Envelope.SCHEMA,
        runId,
        broken.isEmpty() ? Envelope.Status.OK : Envelope.Status.FAIL,
        started.toString(),
        Instant.now().toString(),
        options.commandLine(),
        plan.profile(),
        plan.pace(),
        Configuration.hash(plan, sidecar.info(), latency),
        Machine.here(),
        sidecar.info(),
        source,
        seed,
        standings,
        broken,
        requestUnits,
        latency,
        notDeleted,
        LOG_FILE,
        disturbed);
  }
}
