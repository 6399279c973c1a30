package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Empty;
import dev.slicebench.answer.Table;
import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.bench.run.BenchmarkRun.Outcome;
import dev.slicebench.bench.run.BenchmarkRun.RunOptions;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Pace;
import dev.slicebench.evidence.Plan;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.RunScores;
import dev.slicebench.evidence.run.Scores;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.Java;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.proxy.Latency;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of one or two tiny cells, in forks, against an embedded sidecar. */
class BenchmarkRunTest {

  private static final Pace TINY =
      new Pace(1, 0, 1, 1, 20, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
  private static final BenchmarkCase APPEND =
      BenchmarkCase.of(
          Benchmark.APPEND,
          Protocol.SLICEBENCH,
          SliceMode.TRANSACTIONAL,
          new StreamShape(1, 1, 100),
          2);

  /** The original has no such mode. */
  private static final BenchmarkCase BREAKING =
      BenchmarkCase.of(
          Benchmark.APPEND,
          Protocol.ORIGINAL,
          SliceMode.CREATE_ONLY,
          new StreamShape(1, 1, 100),
          1);

  private static final BenchmarkCase LAST =
      BenchmarkCase.of(
          Benchmark.LOAD_TAIL,
          Protocol.ORIGINAL,
          SliceMode.TRANSACTIONAL,
          new StreamShape(12, 5, 100),
          1);

  private static final AtomicBoolean LOSING = new AtomicBoolean();
  private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

  private static Sidecar sidecar;

  private final Path temp;

  BenchmarkRunTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @BeforeAll
  static void start() {
    // Other builds on this machine may measure too, and here no figure counts.
    System.setProperty("jmh.ignoreLock", "true");
    sidecar =
        EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT, new Loser(), new WriteWatcher());
  }

  @BeforeEach
  void behave() {
    LOSING.set(false);
    WRITTEN.clear();
  }

  @AfterAll
  static void stop() {
    sidecar.close();
  }

  @Test
  void measuresProvesAndDeletes() throws IOException {
    Outcome outcome = run(sidecar, options(false, APPEND, LAST));

    assertThat(outcome.envelope().status()).isEqualTo(Envelope.Status.OK);
    assertThat(outcome.envelope().notDeleted()).isEmpty();
    assertThat(outcome.envelope().disturbed()).as("the ruler was read").isNotNull();
    assertThat(outcome.folder()).isDirectoryContaining("glob:**/jmh.json");
    assertThat(outcome.folder().resolve("jmh.json"))
        .content()
        .contains("AppendBenchmark.append", "LoadBenchmark.tail");
    assertThat(Envelope.read(outcome.folder())).isEqualTo(outcome.envelope());
    assertThat(table(outcome)).contains("embedded sidecar (not Dapr)");
    assertThat(WRITTEN).isNotEmpty();
    assertThat(stored()).isEmpty();
  }

  /** As on a disk that fills up while it is measured. */
  @Test
  void resultsThatCannotBeWrittenAnyMoreAreStillTold() throws IOException {
    Path results = temp.resolve("results");
    RunOptions options =
        new RunOptions(
            Set.of(SliceMode.TRANSACTIONAL),
            modes -> {
              removeFoldersIn(results);
              return new Plan("tiny", TINY, List.of(APPEND));
            },
            false,
            false,
            results,
            Path.of(""),
            List.of(),
            "clean");

    Outcome outcome = run(sidecar, options);

    assertThat(outcome.unwritten()).isPresent();
    assertThat(outcome.folder()).doesNotExist();
    assertThat(table(outcome)).contains("append", "±", "Which SliceMode should I use?");
  }

  private static String table(Outcome outcome) throws IOException {
    return Table.of(outcome.envelope(), Scores.parse(outcome.jmh()), List.of(), "order", true);
  }

  private static void removeFoldersIn(Path results) {
    try (Stream<Path> runs = Files.list(results)) {
      for (Path run : runs.toList()) {
        try (Stream<Path> files = Files.list(run)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JMH ends the state that all callers share while some of theirs are still ending. */
  @Test
  void manyCallersStreamsAreAllReadBackBeforeTheForkDisconnects() throws IOException {
    StreamShape shape = new StreamShape(20, 5, 100);
    Outcome outcome =
        run(
            sidecar,
            options(
                false,
                BenchmarkCase.of(Benchmark.APPEND, Protocol.SLICEBENCH, SliceMode.OFF, shape, 8),
                BenchmarkCase.of(
                    Benchmark.LOAD_WHOLE, Protocol.SLICEBENCH, SliceMode.OFF, shape, 8),
                BenchmarkCase.of(Benchmark.DECIDE, Protocol.SLICEBENCH, SliceMode.OFF, shape, 8),
                BenchmarkCase.of(
                    Benchmark.CONTENDED_APPEND, Protocol.SLICEBENCH, SliceMode.OFF, shape, 8),
                BenchmarkCase.floor(Benchmark.SAVE_FLOOR, shape, 8)));

    assertThat(outcome.envelope().broken()).isEmpty();
    assertThat(stored()).isEmpty();
  }

  /** So that a reader can tell a mode's price from the library's. */
  @Test
  void setsOperationsAgainstTheirOwnCalls() throws IOException {
    StreamShape shape = new StreamShape(20, 5, 100);
    List<BenchmarkCase> operations =
        Stream.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE)
            .map(
                benchmark ->
                    BenchmarkCase.of(
                        benchmark, Protocol.SLICEBENCH, SliceMode.TRANSACTIONAL, shape, 2))
            .toList();
    Stream<BenchmarkCase> calls =
        operations.stream()
            .map(
                cell ->
                    BenchmarkCase.ownCalls(
                        cell.benchmark().ownCalls().orElseThrow(),
                        SliceMode.TRANSACTIONAL,
                        shape,
                        2));

    Outcome outcome =
        run(
            sidecar,
            options(
                false, Stream.concat(operations.stream(), calls).toArray(BenchmarkCase[]::new)));

    assertThat(outcome.envelope().broken()).isEmpty();
    assertThat(stored()).isEmpty();
    RunScores figures = new RunScores(outcome.envelope(), Scores.parse(outcome.jmh()));
    assertThat(operations).allMatch(cell -> figures.ownCalls(cell) != null);
    assertThat(figures.blocks()).hasSize(1);
    assertThat(table(outcome).replaceAll(" +", " "))
        .containsPattern("TRANSACTIONAL 20 \\S+ ±\\S+ - - [0-9.,]+\n");
  }

  /** Beside the time of an append that reads a head and then writes two documents. */
  @Test
  void countsWhatTheTimedOperationsCostAndNothingElse() throws IOException {
    Outcome outcome = run(sidecar, options(false, APPEND));

    JsonNode counts =
        new ObjectMapper()
            .readTree(outcome.folder().resolve("jmh.json").toFile())
            .path(0)
            .path("secondaryMetrics");
    double appends = count(counts, "invocations");
    assertThat(appends).isPositive();
    assertThat(count(counts, "calls") / appends).isEqualTo(2);
    assertThat(count(counts, "transactionOperations") / appends).isEqualTo(2);
    assertThat(count(counts, "documentBytes") / appends).isBetween(200.0, 400.0);
  }

  private static double count(JsonNode counts, String name) {
    assertThat(counts.path(name).path("scoreUnit").asText()).isEqualTo("#");
    return counts.path(name).path("score").asDouble();
  }

  @Test
  void keepsWhatItWroteWhereAsked() throws IOException {
    Outcome outcome = run(sidecar, options(true, APPEND));

    assertThat(stored())
        .isNotEmpty()
        .allMatch(key -> key.startsWith("sb-" + outcome.envelope().runId() + "-"));
  }

  @Test
  void marksABrokenCellAndGoesOn() throws IOException {
    Outcome outcome = run(sidecar, options(false, BREAKING, APPEND));

    assertThat(outcome.envelope().status()).isEqualTo(Envelope.Status.FAIL);
    assertThat(outcome.envelope().broken())
        .containsExactly(new Envelope.Broken(BREAKING, "the original has no mode CREATE_ONLY"));
    assertThat(table(outcome).replaceAll("\\s+", " "))
        .contains("FAIL append CREATE_ONLY (original)", "the original has no mode CREATE_ONLY");
    assertThat(outcome.folder().resolve("jmh.json"))
        .content()
        .contains("TRANSACTIONAL")
        .doesNotContain("CREATE_ONLY");
  }

  @Test
  void saysWhyAForkDied() throws IOException {
    RunOptions options = options(false, APPEND);
    Pace impossible = new Pace(1, 0, 1, 1, 20, List.of("-XX:NoSuchOption"));

    Outcome outcome =
        run(
            sidecar,
            new RunOptions(
                options.modes(),
                modes -> new Plan("tiny", impossible, List.of(APPEND)),
                false,
                false,
                options.results(),
                options.home(),
                options.commandLine(),
                options.clean()));

    assertThat(outcome.envelope().broken())
        .extracting(Envelope.Broken::reason)
        .containsExactly(
            "Forked VM failed with exit code 1: Unrecognized VM option 'NoSuchOption'");
  }

  @Test
  void marksACellThatLostWhatItWrote() throws IOException {
    BenchmarkCase blind =
        BenchmarkCase.of(
            Benchmark.APPEND, Protocol.SLICEBENCH, SliceMode.OFF, new StreamShape(1, 1, 100), 1);
    RunOptions options = options(false, blind);
    RunOptions losing =
        new RunOptions(
            List.of(SliceMode.OFF),
            modes -> {
              LOSING.set(true);
              return options.planner().apply(modes);
            },
            false,
            false,
            options.results(),
            options.home(),
            options.commandLine(),
            options.clean());

    Outcome outcome = run(sidecar, losing);

    assertThat(outcome.envelope().broken())
        .singleElement()
        .satisfies(
            broken -> assertThat(broken.reason()).containsPattern("holds 0 events, \\d+ were ack"));
    assertThat(outcome.folder().resolve("jmh.json")).content().doesNotContain("AppendBenchmark");
  }

  @Test
  void marksAContendedAppendThatWasAcknowledgedAndOverwritten() throws IOException {
    BenchmarkCase contended =
        BenchmarkCase.of(
            Benchmark.CONTENDED_APPEND,
            Protocol.SLICEBENCH,
            SliceMode.OFF,
            new StreamShape(1, 2, 100),
            8);
    Pace slow = new Pace(1, 0, 1, 1, 300, TINY.jvmArguments());
    try (Sidecar redis = EmbeddedSidecar.start(Backend.BuiltIn.REDIS)) {
      RunOptions options = options(false, contended);
      Outcome outcome =
          run(
              redis,
              new RunOptions(
                  Set.of(SliceMode.OFF),
                  modes -> new Plan("tiny", slow, List.of(contended)),
                  true,
                  false,
                  options.results(),
                  options.home(),
                  options.commandLine(),
                  options.clean()));

      assertThat(outcome.envelope().broken())
          .singleElement()
          .satisfies(
              broken -> assertThat(broken.reason()).startsWith("acknowledged event 736c6963-"));
    }
  }

  @Test
  void aLostSidecarEndsTheRunAndLeavesNothing() {
    Sidecar mortal = Sidecars.start(SidecarKind.EMBEDDED, Backend.BuiltIn.EMBEDDED_STRICT);
    RunOptions options = options(false, BREAKING, APPEND);
    RunOptions killing =
        new RunOptions(
            options.modes(),
            modes -> {
              mortal.close();
              return options.planner().apply(modes);
            },
            false,
            false,
            options.results(),
            options.home(),
            options.commandLine(),
            options.clean());

    assertThatThrownBy(() -> run(mortal, killing))
        .isInstanceOf(SidecarException.class)
        .hasMessageStartingWith("the sidecar stopped answering while 'append CREATE_ONLY")
        .hasMessageNotContaining("\n");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aSidecarThatIsLostLaterLeavesTheFiguresApart() throws IOException {
    Sidecar mortal = Sidecars.start(SidecarKind.EMBEDDED, Backend.BuiltIn.EMBEDDED_STRICT);
    Progress killer = told(line -> line.startsWith("[2/3]"), mortal::close);
    RunOptions options = options(false, APPEND, BREAKING, LAST);

    assertThatThrownBy(() -> BenchmarkRun.run(mortal, options, killer))
        .isInstanceOf(SidecarException.class)
        .hasMessageContaining("repeat the run; 1 of 3 figures were measured, and kept apart from")
        .hasMessageNotContaining("\n");
    assertThat(options.results()).isDirectoryNotContaining("glob:**/20*");
    assertKept(options.results());
  }

  /** Runs in {@code folder}, and says so on standard output when its second cell begins. */
  static final class Program {

    private Program() {}

    public static void main(String[] folder) throws IOException {
      System.setProperty("jmh.ignoreLock", "true");
      try (Sidecar own = Sidecars.start(SidecarKind.EMBEDDED, Backend.BuiltIn.EMBEDDED_STRICT)) {
        BenchmarkRun.run(
            own,
            new BenchmarkRunTest(Path.of(folder[0])).options(false, APPEND, BREAKING, LAST),
            told(line -> line.startsWith("[2/3]"), () -> System.out.println("[2/3]")));
      }
    }
  }

  /** As the terminal's Ctrl-C does it: the processes of the foreground, forks and all. */
  @Test
  void aRunThatIsStoppedLeavesTheFiguresApart() throws Exception {
    Process run =
        Java.command(
                List.of(),
                System.getProperty("java.class.path"),
                Program.class.getName(),
                List.of(temp.toString()))
            .redirectError(temp.resolve("said").toFile())
            .start();
    try (BufferedReader out = run.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("[2/3]");
      Stream.concat(run.descendants(), Stream.of(run.toHandle())).forEach(ProcessHandle::destroy);
      run.waitFor();
    }

    assertThat(temp.resolve("said"))
        .content()
        .contains("1 of 3 figures were measured, and kept apart from whole runs: './slicebench");
    assertThat(temp.resolve("results")).isDirectoryNotContaining("glob:**/20*");
    assertKept(temp.resolve("results"));
  }

  private static void assertKept(Path results) throws IOException {
    assertThat(Results.read(List.of(results.resolve("stopped"))).runs())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.scores().cells()).containsExactly(APPEND);
              assertThat(run.envelope().status()).isEqualTo(Envelope.Status.FAIL);
              assertThat(run.envelope().broken())
                  .hasSize(2)
                  .contains(new Envelope.Broken(LAST, "the run ended before it"));
              assertThat(run.folder()).isDirectoryContaining("glob:**/jmh.log");
            });
  }

  /** Does something once a line is told. */
  private static Progress told(Predicate<String> line, Runnable task) {
    AtomicLong now = new AtomicLong();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] text, int from, int length) {
            if (line.test(new String(text, from, length, StandardCharsets.UTF_8))) {
              task.run();
            }
          }
        };
    return Progress.plain(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        () -> now.addAndGet(TimeUnit.HOURS.toNanos(1)));
  }

  @Test
  void aModeThatTheStoreLosesEventsInIsMeasuredOnlyWhereAllowed() throws IOException {
    try (Sidecar redis = EmbeddedSidecar.start(Backend.BuiltIn.REDIS)) {
      RunOptions refused = options(false, APPEND);
      Outcome without = run(redis, refused);
      Outcome with =
          run(
              redis,
              new RunOptions(
                  refused.modes(),
                  refused.planner(),
                  true,
                  false,
                  refused.results(),
                  refused.home(),
                  refused.commandLine(),
                  refused.clean()));

      assertThat(without.envelope().standings())
          .extracting(Safety::verdict)
          .containsExactly(Safety.Verdict.UNSAFE);
      assertThat(table(without)).doesNotContain("event an append");
      assertThat(table(with)).contains("TRANSACTIONAL!", "--allow-unsafe");
    }
  }

  @Test
  void tellsTheLatencyThatWasAskedForAndTheOneThatWasHad() throws IOException {
    Latency asked = Latency.ofRoundTrip(Duration.ofMillis(20), Duration.ofMillis(2), 1);
    try (Sidecar delayed =
        Sidecars.start(
            SidecarKind.EMBEDDED,
            Backend.BuiltIn.EMBEDDED_STRICT,
            SidecarOptions.delayed(Optional.of(asked), Optional.empty()))) {
      Outcome outcome = run(delayed, options(false, APPEND));

      assertThat(Envelope.read(outcome.folder()).latency())
          .satisfies(
              latency -> {
                assertThat(latency.clientMs()).isEqualTo(20);
                assertThat(latency.jitterMs()).isEqualTo(2);
                assertThat(latency.measuredClientMs()).isGreaterThan(10);
                assertThat(latency.storeMs()).isZero();
                assertThat(latency.measuredStoreMs()).isZero();
              });
      assertThat(table(outcome))
          .contains("latency   20.0 ms added to a round trip between client and sidecar");
    }
  }

  private RunOptions options(boolean keep, BenchmarkCase... cells) {
    return new RunOptions(
        Set.of(SliceMode.TRANSACTIONAL),
        modes -> new Plan("tiny", TINY, List.of(cells)),
        false,
        keep,
        temp.resolve("results"),
        Path.of(""),
        Arrays.stream(cells).map(BenchmarkCase::label).toList(),
        "./slicebench clean");
  }

  private static Outcome run(Sidecar where, RunOptions options) throws IOException {
    return BenchmarkRun.run(where, options, Progress.silent());
  }

  /** Which of the keys that anyone ever wrote the store still has. */
  private static List<String> stored() {
    SidecarInfo.Component component = sidecar.info().component();
    try (SidecarClient client = new SidecarClient(sidecar.grpcEndpoint())) {
      DaprStateStore state = new DaprStateStore(client.dapr(), component.name());
      return WRITTEN.stream()
          .filter(key -> Objects.requireNonNull(state.get(key, Map.of()).block()).exists())
          .toList();
    }
  }

  /** Says yes to transactions and carries none of them out, when told so. */
  private static final class Loser implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String method = call.getMethodDescriptor().getFullMethodName();
      if (!LOSING.get() || !method.endsWith("/ExecuteStateTransaction")) {
        return next.startCall(call, headers);
      }
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        @SuppressWarnings("unchecked") // The method's answer is Empty.
        public void onHalfClose() {
          call.sendHeaders(new Metadata());
          call.sendMessage((A) Empty.getDefaultInstance());
          call.close(Status.OK, new Metadata());
        }
      };
    }
  }

  /** Collects the keys of writes. */
  private static final class WriteWatcher implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
        @Override
        public void onMessage(Q message) {
          if (message instanceof SaveStateRequest save) {
            save.getStatesList().forEach(item -> WRITTEN.add(item.getKey()));
          }
          if (message instanceof ExecuteStateTransactionRequest transaction) {
            transaction.getOperationsList().forEach(one -> WRITTEN.add(one.getRequest().getKey()));
          }
          super.onMessage(message);
        }
      };
    }
  }
}
