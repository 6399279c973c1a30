package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.verify.SoakSitting.Origin;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.verification.FaultKind;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.evidence.verification.VerificationReport.Soaked;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.process.Java;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A soak that is interrupted, in whatever way, goes on where it was. */
class SoakSittingTest {

  /** Of two rounds. */
  private static final long APPENDS = 500;

  private static final String STORE = "strict-v1";
  private static final String VERSION = "1.0";
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir private Path folder = Path.of("");

  /** What a sitting told while it went on. */
  private static class Heard implements Verification.Observer {

    final List<String> asked = new ArrayList<>();
    final List<Long> appends = new ArrayList<>();
    @Nullable Verification verification;

    @Override
    public void asking(int number, int total, String subject, Rule rule) {
      asked.add(rule.id());
    }

    @Override
    public void soaking(String subject, long acknowledged, long wanted) {
      appends.add(acknowledged);
    }
  }

  /** A first sitting, in the folder that is the only argument. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      Heard printing =
          new Heard() {
            @Override
            public void soaking(String subject, long acknowledged, long wanted) {
              System.out.println(acknowledged);
            }
          };
      sit(Path.of(arguments[0]), LONG, printing);
    }
  }

  private record Sat(SoakSitting sitting, VerificationReport report) {

    Finding soak() {
      return report.modes().get(0).soak().orElseThrow();
    }

    Soaked soaked() {
      return Objects.requireNonNull(report.modes().get(0).soaked());
    }
  }

  private static Sat sit(Path folder, Duration time, Heard heard) throws Exception {
    return sit(folder, time, System::nanoTime, heard);
  }

  @SuppressWarnings("try") // Nobody interrupts this thread.
  private static Sat sit(Path folder, Duration time, LongSupplier nanoTime, Heard heard)
      throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
        DaprClient client =
            new DaprClientBuilder()
                .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
                .build();
        SoakSitting sitting =
            begin(folder, sidecar, VERSION, SliceMode.CREATE_ONLY, time, nanoTime)) {
      List<Rule> some =
          Rules.all().stream().filter(rule -> List.of("1.1", "6.15").contains(rule.id())).toList();
      VerifyOptions options =
          new VerifyOptions(
              List.of(SliceMode.CREATE_ONLY),
              some,
              "soak",
              1,
              APPENDS,
              sitting.seed(),
              // A sitting that was killed leaves a history.
              Files.createTempDirectory(folder, "histories"));
      try (Verification verification =
          new Verification(
              sidecar,
              List.of(new DaprStateStore(client, sidecar.info().component().name())),
              options)) {
        heard.verification = verification;
        verification.sit(sitting);
        return new Sat(sitting, verification.run(heard));
      }
    }
  }

  private static SoakSitting begin(
      Path folder, Sidecar sidecar, String version, SliceMode mode, Duration time)
      throws IOException {
    return begin(folder, sidecar, version, mode, time, System::nanoTime);
  }

  private static SoakSitting begin(
      Path folder,
      Sidecar sidecar,
      String version,
      SliceMode mode,
      Duration time,
      LongSupplier nanoTime)
      throws IOException {
    Origin origin = new Origin(version, sidecar.info().daprVersion(), sidecar.info().store(), mode);
    return SoakSitting.begin(folder, STORE, origin, 1, time, nanoTime);
  }

  @Test
  void itGoesOnAfterSigkillWithTheNextSeedAndTheSumsSoFar() throws Exception {
    Process first =
        Java.command(
                List.of(),
                System.getProperty("java.class.path"),
                Program.class.getName(),
                List.of(folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged;
    try (var out = first.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("0");
      acknowledged = Long.parseLong(out.readLine());
    } finally {
      first.destroyForcibly().waitFor();
    }
    assertThat(acknowledged).isPositive();
    Heard heard = new Heard();

    Sat second = sit(folder, LONG, heard);

    assertThat(heard.appends.get(0)).isEqualTo(acknowledged);
    assertThat(second.sitting.isResumed()).isTrue();
    assertThat(second.sitting.isOver()).isTrue();
    assertThat(second.soak().outcome()).as(second.soak().detail()).isEqualTo(Outcome.PASS);
    int rounds = 1 + heard.appends.size();
    assertThat(second.soak().detail())
        .startsWith("%d rounds, seeds 1 to %d: none lost".formatted(rounds, rounds))
        .contains(": none lost, phantom, duplicate or wedged of " + second.soaked().tally());
    assertThat(second.soaked().rounds()).isEqualTo(rounds);
    assertThat(second.report.modes().get(0).findings())
        .extracting(Finding::rule)
        .contains("1.1", "6.15");

    Heard afterwards = new Heard();
    Sat third = sit(folder, LONG, afterwards);

    assertThat(afterwards.appends).as("rounds after the end, seen before its result").isEmpty();
    assertThat(third.soak()).isEqualTo(second.soak());

    second.sitting.delete();

    assertThat(folder.resolve(STORE + ".soak")).doesNotExist();
  }

  @Test
  void whatTheTimeOfASittingLeavesIsDoneInTheNext() throws Exception {
    Sat first = sit(folder, Duration.ofNanos(-1), new Heard());

    assertThat(first.sitting.isBrokenOff()).isTrue();
    assertThat(first.sitting.isOver()).isFalse();
    assertThat(first.report.modes())
        .flatExtracting(ModeReport::findings)
        .allMatch(Finding::isLeftOut);
    assertThat(first.report.modes()).extracting(ModeReport::soaked).containsOnlyNulls();

    Sat second = sit(folder, LONG, new Heard());

    assertThat(second.sitting.isOver()).isTrue();
    assertThat(second.report.modes())
        .flatExtracting(ModeReport::findings)
        .noneMatch(Finding::isLeftOut);
  }

  @Test
  void aSittingThatEndsAmidTheRoundsTellsOfThoseSoFarAndTheirPower() throws Exception {
    AtomicLong clock = new AtomicLong();
    Heard ending = endingAfterARound(clock);

    Sat first = sit(folder, LONG, clock::get, ending);

    assertThat(first.sitting.isBrokenOff()).isTrue();
    assertThat(ending.appends).containsExactly(0L);
    assertThat(first.soak().outcome()).isEqualTo(Outcome.PASS);
    assertThat(first.soak().detail())
        .startsWith("1 rounds so far of a soak of 500 appends, seeds 1 to 1: none lost");
    assertThat(power(first)).as("of the rule and of the round").isBetween(800L, 998L);

    Sat second = sit(folder, LONG, new Heard());

    assertThat(second.soak().detail()).startsWith("2 rounds, seeds 1 to 2: none lost");
    assertThat(power(second)).as("of both rounds").isBetween(800L, 998L);
    assertThat(times(second, FaultKind.LOST_WRITE))
        .as("of both sittings")
        .isGreaterThan(times(first, FaultKind.LOST_WRITE) * 5 / 4);
  }

  @Test
  void aSittingThatIsStoppedAtItsBeginningTellsWhatAnEarlierOneFound() throws Exception {
    AtomicLong clock = new AtomicLong();
    Sat first = sit(folder, LONG, clock::get, endingAfterARound(clock));
    assertThat(first.soak().outcome()).isEqualTo(Outcome.PASS);
    AtomicReference<VerificationReport> told = new AtomicReference<>();
    Heard stopping =
        new Heard() {
          @Override
          public void asking(int number, int total, String subject, Rule rule) {
            Verification running = Objects.requireNonNull(verification);
            running.whenStopped(told::set);
            running.stop();
            throw new VerificationException("stopped");
          }
        };

    assertThatThrownBy(() -> sit(folder, LONG, stopping)).hasMessage("stopped");

    VerificationReport report = Objects.requireNonNull(told.get());
    assertThat(report.modes().get(0).findings()).noneMatch(Finding::isLeftOut);
    assertThat(report.modes().get(0).soaked()).isEqualTo(first.soaked());
    assertThat(report.power().stream().filter(power -> power.kind() == FaultKind.APPEND))
        .singleElement()
        .extracting(Power::opportunities)
        .isEqualTo(first.soaked().tally().acknowledged());
  }

  @Test
  void whatStayedOpenOrWasLeftOutIsAskedAgainInTheNextSitting() throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT)) {
      Rule rule = Rules.of("1.1");
      Question question = new Question(Optional.of(SliceMode.OFF), rule);
      List<RuleVerdict> open =
          List.of(
              RuleVerdict.inconclusive("31 calls failed"), RuleVerdict.skip("--allow-harm asks"));
      for (RuleVerdict verdict : open) {
        try (SoakSitting first = begin(folder, sidecar, VERSION, SliceMode.OFF, LONG)) {
          first.keep(question, question.finding(STORE, verdict), Map.of());
          first.keep(Soak.Rounds.NONE, Map.of());
        }
        try (SoakSitting next = begin(folder, sidecar, VERSION, SliceMode.OFF, LONG)) {
          assertThat(next.found(question)).isEmpty();
        }
      }
      try (SoakSitting first = begin(folder, sidecar, VERSION, SliceMode.OFF, LONG)) {
        first.keep(question, question.finding(STORE, RuleVerdict.fail("lost")), Map.of());
      }
      try (SoakSitting next = begin(folder, sidecar, VERSION, SliceMode.OFF, LONG)) {
        assertThat(next.found(question)).isPresent();
      }
    }
  }

  /** Has the time of a sitting be over when its first round is asked. */
  private static Heard endingAfterARound(AtomicLong clock) {
    return new Heard() {
      @Override
      public void soaking(String subject, long acknowledged, long wanted) {
        super.soaking(subject, acknowledged, wanted);
        clock.set(LONG.toNanos() + 1);
      }
    };
  }

  private static long power(Sat sat) {
    return times(sat, FaultKind.APPEND);
  }

  /** Returns how often a fault of a kind would have been seen. */
  private static long times(Sat sat, FaultKind kind) {
    return sat.report.power().stream()
        .filter(power -> power.kind() == kind)
        .mapToLong(Power::opportunities)
        .sum();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0 | OFF | is of a soak of CREATE_ONLY on .*, and this one is of OFF on .*--results",
        "2.0 | CREATE_ONLY | was begun by slicebench 1.0, and this is 2.0: go on with that one, or"
      })
  void aFileOfAnotherSoakIsRefused(String version, SliceMode mode, String why) throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT)) {
      try (SoakSitting sitting = begin(folder, sidecar, VERSION, SliceMode.CREATE_ONLY, LONG)) {
        sitting.keep(Soak.Rounds.NONE, Map.of());
      }

      assertThatThrownBy(() -> begin(folder, sidecar, version, mode, LONG))
          .isInstanceOf(ResultsException.class)
          .hasMessageContaining(STORE + ".soak")
          .hasMessageMatching(".*" + why + ".*remove .*");
    }
  }

  @Test
  void ofTwoSittingsAtOnceTheSecondIsRefused() throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT)) {
      try (SoakSitting first = begin(folder, sidecar, VERSION, SliceMode.OFF, LONG)) {
        assertThatThrownBy(() -> begin(folder, sidecar, VERSION, SliceMode.OFF, LONG))
            .isInstanceOf(ResultsException.class)
            .hasMessageMatching(
                "another sitting of the soak in .*strict-v1.soak goes on: wait .* --results");

        first.keep(Soak.Rounds.NONE, Map.of());
      }
      try (SoakSitting next = begin(folder, sidecar, VERSION, SliceMode.OFF, LONG)) {
        assertThat(next.isResumed()).isTrue();
      }
      try (var left = Files.list(folder)) {
        assertThat(left).extracting(Path::getFileName).containsExactly(Path.of("strict-v1.soak"));
      }
    }
  }

  @Test
  void aDamagedFileIsRefused() throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT)) {
      Path file;
      try (SoakSitting sitting = begin(folder, sidecar, VERSION, SliceMode.OFF, LONG)) {
        sitting.keep(Soak.Rounds.NONE, Map.of());
        file = sitting.file();
      }
      String whole = Files.readString(file);
      for (String damaged :
          List.of("", whole.substring(0, whole.length() / 2), whole.replace("rounds", "other"))) {
        Files.writeString(file, damaged);

        assertThatThrownBy(() -> begin(folder, sidecar, VERSION, SliceMode.OFF, LONG))
            .isInstanceOf(ResultsException.class)
            .hasMessageMatching(
                ".*strict-v1.soak.* is cut short or damaged .*: remove it, and the soak begins anew");
      }
    }
  }
}
