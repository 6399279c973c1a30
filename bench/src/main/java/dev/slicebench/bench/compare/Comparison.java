package dev.slicebench.bench.compare;

import dev.slicebench.bench.compare.Recording.Note;
import dev.slicebench.bench.compare.Recording.Row;
import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.bench.jmh.Target;
import dev.slicebench.bench.ruler.Ruler;
import dev.slicebench.bench.run.ForkWrites;
import dev.slicebench.bench.run.Progress;
import dev.slicebench.conformance.written.LeftoverNotice;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.leftover.LeftoverFile;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.process.Folders;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.store.state.DaprStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures two builds on one sidecar, pair by pair, and deletes what was written. */
public final class Comparison {

  private final Sidecar sidecar;
  private final CompareOptions options;
  private final Progress progress;
  private final Clock clock;
  private final Instant started;
  private final List<Note> leftOut = new ArrayList<>();
  private final List<Note> broken = new ArrayList<>();

  /**
   * What is wanted.
   *
   * @param cells what to measure, as far as both builds have it
   * @param effort how much of it
   * @param results the folder of results in which it is told what could not be deleted
   */
  public record CompareOptions(
      BenchmarkJar base,
      BenchmarkJar head,
      List<BenchmarkCase> cells,
      Effort effort,
      Path results) {}

  private Comparison(Sidecar sidecar, CompareOptions options, Progress progress, Clock clock) {
    this.sidecar = sidecar;
    this.options = options;
    this.progress = progress;
    this.clock = clock;
    this.started = clock.instant();
  }

  /**
   * Carries out a comparison.
   *
   * @throws IOException if the builds have nothing in common that works
   * @throws SidecarException if the sidecar is lost
   */
  public static Recording run(
      Sidecar sidecar, CompareOptions options, Progress progress, Clock clock) throws IOException {
    return new Comparison(sidecar, options, progress, clock).run();
  }

  private Recording run() throws IOException {
    Map<Side, BenchmarkJar> jars = Map.of(Side.BASE, options.base, Side.HEAD, options.head);
    List<BenchmarkCase> cells = common(jars);
    Path folder = Files.createTempDirectory("slicebench-compare-");
    String prefix = "sb-cmp-" + clock.millis() + "-";
    try (SidecarClient client = new SidecarClient(sidecar.grpcEndpoint());
        Ruler ruler = Ruler.warm();
        ForkWrites written =
            new ForkWrites(
                sidecar,
                new DaprStateStore(client.dapr(), sidecar.info().component().name()),
                false,
                new LeftoverNotice(
                    sidecar, LeftoverFile.in(options.results, prefix), "./slicebench clean"))) {
      Target target =
          new Target(sidecar.grpcEndpoint(), sidecar.info().component(), prefix, written.logs());
      PairRunner runner = new PairRunner(jars, target, options.effort, ruler, folder);
      Map<BenchmarkCase, List<Pair>> pairs = measure(cells, runner, written);
      List<Row> rows =
          pairs.entrySet().stream().map(one -> new Row(one.getKey(), one.getValue())).toList();
      return new Recording(
          Recording.SCHEMA,
          started.toString(),
          clock.instant().toString(),
          Machine.here(),
          sidecar.info(),
          options.base.label(),
          options.head.label(),
          options.effort,
          rows,
          List.copyOf(leftOut),
          List.copyOf(broken),
          written.cleanUp().keys());
    } finally {
      progress.done();
      Folders.delete(folder);
    }
  }

  private List<BenchmarkCase> common(Map<Side, BenchmarkJar> jars) throws IOException {
    List<BenchmarkCase> cells = new ArrayList<>();
    for (BenchmarkCase cell : options.cells) {
      Optional<String> problem =
          jars.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .flatMap(
                  jar ->
                      jar.getValue().lacks(cell).stream()
                          .map(lack -> jar.getKey().label() + " " + lack))
              .findFirst();
      if (problem.isEmpty()) {
        cells.add(cell);
      } else {
        leftOut.add(new Note(cell, problem.get()));
      }
    }
    if (cells.isEmpty()) {
      Note first = leftOut.get(0);
      throw new IOException(
          "the two builds have no benchmark in common that was asked for: "
              + first.cell().label()
              + ": "
              + first.reason());
    }
    return cells;
  }

  /** The first pair of a cell warms the sidecar and shows whether it can be measured at all. */
  private Map<BenchmarkCase, List<Pair>> measure(
      List<BenchmarkCase> cells, PairRunner runner, ForkWrites written) throws IOException {
    Map<BenchmarkCase, List<Pair>> pairs = new LinkedHashMap<>();
    cells.forEach(cell -> pairs.put(cell, new ArrayList<>()));
    Side first = Side.BASE;
    int rounds = 1 + options.effort.forks();
    int done = 0;
    for (int round = 0; round < rounds; round++) {
      for (BenchmarkCase cell : List.copyOf(pairs.keySet())) {
        progress.comparing(round, options.effort.forks(), cell, left(done, rounds * pairs.size()));
        try {
          Pair pair = runner.measure(cell, first);
          if (round > 0) {
            pairs.getOrDefault(cell, List.of()).add(pair);
          }
        } catch (BrokenForkException e) {
          written.requireTime();
          requireLife(cell);
          (e.side() == Side.BASE ? leftOut : broken)
              .add(new Note(cell, e.side().label() + " fails: " + e.getMessage()));
          pairs.remove(cell);
        } finally {
          written.erase();
        }
        done++;
      }
      first = first.other();
    }
    if (pairs.isEmpty() && broken.isEmpty()) {
      Note last = leftOut.get(leftOut.size() - 1);
      throw new IOException(
          "nothing could be compared: " + last.cell().label() + ": " + last.reason());
    }
    return pairs;
  }

  private Duration left(int done, int total) {
    double pairMs =
        done == 0
            ? options.effort.pairMs()
            : (double) Duration.between(started, clock.instant()).toMillis() / done;
    return Duration.ofMillis(Math.round(pairMs * Math.max(1, total - done)));
  }

  private void requireLife(BenchmarkCase cell) {
    Optional<String> failure = sidecar.failure();
    if (failure.isPresent()) {
      throw new SidecarException(
          "the sidecar stopped answering while '"
              + cell.label()
              + "' was measured ("
              + failure.get()
              + "): repeat the comparison",
          null);
    }
  }
}
