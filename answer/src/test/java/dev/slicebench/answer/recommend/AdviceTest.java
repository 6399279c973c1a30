package dev.slicebench.answer.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.recommend.Workload.StreamLength;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers from a made-up run. Of its safe modes CREATE_ONLY appends in 0.5 ms and loads in 4.9,
 * TRANSACTIONAL in 1.3 and 4.8, OFF in 2.1 and 14.2; by the ledger, an append waits for one call,
 * two and one, a load for three, three and four.
 */
class AdviceTest {

  private final Path temp;

  AdviceTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void theFastestSafeModeIsRankedFirstWithItsReason() throws IOException {
    String text =
        advice(workload(1_000, 1, 0, null), new SampleRun().appends("TRANSACTIONAL", 3, 3, 3));

    assertThat(flat(text))
        .contains("Use CREATE_ONLY: an append with its loads takes 5.40")
        .contains("31 % less than in TRANSACTIONAL, the next. It waits for 4 calls one after")
        .contains("where TRANSACTIONAL waits for 5");
    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    assertThat(text.indexOf("\n  CREATE_ONLY"))
        .isLessThan(text.indexOf("\n  TRANSACTIONAL"))
        .isPositive();
    assertThat(text.indexOf("\n  TRANSACTIONAL")).isLessThan(text.indexOf("\n  OFF "));
  }

  @Test
  void anUnsafeModeIsOutWithItsWitnessHoweverFast() throws IOException {
    SampleRun run = new SampleRun().standing("CREATE_ONLY", "UNSAFE", "key k holds 'forged'");

    String text = advice(workload(1_000, 1, 0, null), run);

    assertThat(flat(text))
        .contains("Use TRANSACTIONAL")
        .contains("Out: CREATE_ONLY, unsafe (probed 2026-11-23): key k holds 'forged'")
        .contains("Out: OFF_AND_SHARED_ALL, unsupported (probed");
    assertThat(text).doesNotContain("\n  CREATE_ONLY");
  }

  @Test
  void theWorstThatAnyRunSawOfAModeCounts() throws IOException {
    new SampleRun()
        .standing("CREATE_ONLY", "UNSAFE", "seen once")
        .with("startedAt", "2020-01-01T00:00:00Z")
        .writeTo(temp.resolve("older"));
    new SampleRun().appends("TRANSACTIONAL", 3, 3, 3).writeTo(temp.resolve("newer"));

    String text = flat(advice(workload(1_000, 1, 0, null)).text(true));

    assertThat(text)
        .contains("Out: CREATE_ONLY, unsafe (probed 2020-01-01): seen once")
        .contains("Use TRANSACTIONAL: an append with its loads takes 7.80");
  }

  /** Whatever says so: a verification of this store, a run's probes, the component's name. */
  @Test
  void whatAnyEvidenceCallsUnsafeIsNeverNamed() throws IOException {
    Workload workload = workload(1_000, 1, 0, null);
    new SampleRun().writeTo(temp.resolve("run"));
    assertThat(flat(advice(workload).text(true))).contains("Use CREATE_ONLY");

    assertThat(flat(advice(workload, verified("CREATE_ONLY", "UNSAFE")).text(true)))
        .contains("Use TRANSACTIONAL")
        .contains(
            "Out: CREATE_ONLY, unsafe (verified 2026-11-24): rule 3.1 (verified 2026-11-24; but"
                + " probed 2026-11-23: safe, known by its name: safe)");

    new SampleRun().standing("CREATE_ONLY", "UNSAFE", "lost").writeTo(temp.resolve("run"));
    assertThat(flat(advice(workload, verified("CREATE_ONLY", "SAFE")).text(true)))
        .contains("Use TRANSACTIONAL")
        .contains("Out: CREATE_ONLY, unsafe (probed 2026-11-23): lost (probed");

    new SampleRun().component("state.sqlite", "v1").writeTo(temp.resolve("run"));
    assertThat(flat(advice(workload, verified("CREATE_ONLY", "SAFE")).text(true)))
        .doesNotContain("Use ")
        .contains("Out: CREATE_ONLY, unsafe (known by its name): after a call was broken off");
  }

  @Test
  void aVerificationProvesWhatNobodyKnowsByName() throws IOException {
    Workload workload = workload(1_000, 1, 0, null);
    new SampleRun().component("state.cockroachdb", "v1").writeTo(temp.resolve("run"));
    assertThat(flat(advice(workload).text(true))).contains("No mode is proven safe there");

    assertThat(
            flat(
                advice(
                        workload,
                        verified("TRANSACTIONAL", "SAFE").component("state.cockroachdb", "v1"))
                    .text(true)))
        .contains("Use TRANSACTIONAL. It is the only mode")
        .doesNotContain("is proven safe");
  }

  @Test
  void aVerificationOfAnotherStoreSaysNothing() throws IOException {
    Workload workload = workload(1_000, 1, 0, null);
    new SampleRun().writeTo(temp.resolve("run"));
    for (SampleVerification other :
        List.of(
            verified("CREATE_ONLY", "UNSAFE").component("state.postgresql", "v1"),
            verified("CREATE_ONLY", "UNSAFE").backend("PostgreSQL 9.6"),
            verified("CREATE_ONLY", "UNSAFE").kind("EMBEDDED"))) {
      assertThat(flat(advice(workload, other).text(true))).contains("Use CREATE_ONLY");
    }
  }

  @Test
  void aStoreThatWasOnlyVerifiedHasItsSafeModesAndTheCommandThatMeasures() throws IOException {
    new SampleRun().writeTo(temp.resolve("run"));
    Workload workload = workload(1_000, 1, 0, null);

    String text =
        flat(
            advice(
                    workload,
                    verified("CREATE_ONLY", "SAFE").backend("PostgreSQL 9.6"),
                    verified("CREATE_ONLY", "UNSAFE").component("state.mysql", "v1"))
                .text(false));

    assertThat(text)
        .contains(
            "Verified, not measured: PostgreSQL 9.6 (state.postgresql v2): Safe there: CREATE_ONLY (verified 2026-11-24)."
                + " What they take was not measured: './slicebench run --backend postgresql' does it.")
        .contains(
            "PostgreSQL 18.6 (state.mysql v1): No answer: no mode is safe there (verified 2026-11-24).");
  }

  @Test
  void aSafeModeIsToldWithThePowerOfItsVerification() throws IOException {
    new SampleRun().writeTo(temp.resolve("run"));
    Workload workload = workload(1_000, 1, 0, null);
    SampleVerification verified = verified("CREATE_ONLY", "SAFE").appends(2303);

    assertThat(flat(advice(workload, verified).text(false)))
        .contains("CREATE_ONLY safe (1 in 1,000)")
        .contains("1 in N: a fault in one of N appends would have been seen with 90 %.");
    assertThat(flat(advice(workload, verified.backend("PostgreSQL 9.6")).text(false)))
        .contains(
            "CREATE_ONLY (verified 2026-11-24); a fault in one of 1,000 appends would have been"
                + " seen with 90 %.");
  }

  @Test
  void ofTwoVerificationsOfAStoreTheWorseVerdictAndTheGreaterPowerAreTold() throws IOException {
    new SampleRun().writeTo(temp.resolve("run"));
    Workload workload = workload(1_000, 1, 0, null);
    SampleVerification brief = verified("CREATE_ONLY", "SAFE").appends(2303);
    SampleVerification soak = verified("CREATE_ONLY", "SAFE").appends(2_302_586);
    SampleVerification other = verified("OFF", "SAFE").appends(2303);

    assertThat(flat(advice(workload, brief, soak).text(false)))
        .contains("CREATE_ONLY safe (1 in 1,000,000)");
    assertThat(flat(advice(workload, brief, verified("CREATE_ONLY", "UNSAFE")).text(true)))
        .contains("Out: CREATE_ONLY, unsafe")
        .contains("but verified 2026-11-24: safe");
    assertThat(
            flat(
                advice(
                        workload,
                        brief.backend("PostgreSQL 9.6"),
                        soak.backend("PostgreSQL 9.6"),
                        other.backend("PostgreSQL 9.6"))
                    .text(false)))
        .containsOnlyOnce("PostgreSQL 9.6")
        .contains("OFF, CREATE_ONLY (verified 2026-11-24); a fault in one of 1,000 appends");
  }

  @Test
  void theStoreOfAComponentFileIsMeasuredByThatFile() throws IOException {
    assertThat(whereVerified("state.postgresql v2 of prod.yaml"))
        .contains("Verified, not measured: state.postgresql v2 of prod.yaml: Safe there: ")
        .contains("'./slicebench run --component prod.yaml' does it.");
  }

  /** 'run' starts a server for speed, 'verify' for faults. */
  @Test
  void ofAServerThatRunStartsOtherwiseThatIsTold() throws IOException {
    String verified = "PostgreSQL 18.6, every command on disk";
    assertThat(whereVerified(verified))
        .contains("What they take was not measured: only PostgreSQL 18.6 was, which is how 'run'");

    new SampleRun().component("state.redis", "v1").writeTo(temp.resolve("run"));
    assertThat(
            flat(
                advice(
                        workload(1_000, 1, 0, null),
                        verified("CREATE_ONLY", "SAFE").backend(verified))
                    .text(false)))
        .contains(
            "'./slicebench run --backend postgresql' does it, of PostgreSQL 18.6 as 'run' starts it.");
  }

  @Test
  void aCosmosDbThatItsUserNamedIsMeasuredThere() throws IOException {
    assertThat(whereVerified(SidecarInfo.AZURE + "mine.documents.azure.com"))
        .contains(
            "'./slicebench run --cosmos-endpoint https://mine.documents.azure.com --cosmos-key-env"
                + " NAME' does it.");
    assertThat(whereVerified(SidecarInfo.EMULATOR + "127.0.0.1"))
        .contains("'./slicebench run --cosmos-endpoint URL' does it.");
  }

  /** Returns the advice where another store was measured, and this backend was verified. */
  private String whereVerified(String backend) throws IOException {
    new SampleRun().writeTo(temp.resolve("run"));
    return flat(
        advice(workload(1_000, 1, 0, null), verified("CREATE_ONLY", "SAFE").backend(backend))
            .text(false));
  }

  @Test
  void aStoreThatWasMeasuredIsNotToldAgain() throws IOException {
    new SampleRun().writeTo(temp.resolve("run"));

    assertThat(advice(workload(1_000, 1, 0, null), verified("CREATE_ONLY", "SAFE")).text(false))
        .doesNotContain("not measured");
  }

  @Test
  void theFirstScreenIsTheAnswerARowAModeAndAtMostFourLinesOfNotes() throws IOException {
    new SampleRun().writeTo(temp.resolve("run"));
    Advice advice = advice(workload(1_000, 1, 0, null), verified("OFF", "UNSAFE"));

    String text = advice.text(false);

    assertThat(flat(text))
        .startsWith("Which SliceMode should I use? PostgreSQL 18.6: Use CREATE_ONLY")
        .contains(flat(advice.answers().get(0).sentence()));
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    assertThat(text)
        .containsPattern("\n  CREATE_ONLY +safe +5\\.40 .*4\n")
        .containsPattern("\n  OFF +unsafe +- +-\n");
    assertThat(text.substring(text.indexOf("That is for")).lines()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void theAnswerOfARunIsThatOfItsStore() throws IOException {
    Path run = new SampleRun().writeTo(temp.resolve("run"));
    Path other = new SampleRun().component("state.redis", "v1").writeTo(temp.resolve("other"));
    Advice advice = advice(workload(1_000, 1, 0, null));

    assertThat(advice.answers()).hasSize(2);
    assertThat(advice.answer(Envelope.read(run)).orElseThrow().newest().folder()).isEqualTo(run);
    assertThat(advice.answer(Envelope.read(other)).orElseThrow().newest().folder())
        .isEqualTo(other);
  }

  private static SampleVerification verified(String mode, String standing) {
    return new SampleVerification(mode, standing);
  }

  @Test
  void whatTakesAboutAsLongIsToldApartByWhatIsCounted() throws IOException {
    String text =
        flat(
            advice(
                workload(1_000, 1, 0, null),
                new SampleRun().appends("CREATE_ONLY", 1.3, 1.3, 1.3)));

    assertThat(text)
        .contains("Use CREATE_ONLY: about the same, within 25 % (TRANSACTIONAL 6.1")
        .contains(
            "What is counted decides: CREATE_ONLY waits for the fewest calls one after another, 4"
                + " against 5 in TRANSACTIONAL, the next.");
  }

  /** What is told to be an answer elsewhere is the answer there. */
  @Test
  void theLatencyThatTurnsTheAnswerIsComputed() throws IOException {
    new SampleRun().appends("CREATE_ONLY", 4.0, 4.0, 4.0).writeTo(temp.resolve("run"));

    String near = flat(advice(workload(1_000, 1, 0, null)).text(true));
    assertThat(near).contains("Use TRANSACTIONAL: an append with its loads takes");
    double turn =
        number(
            near, "a round trip from sidecar to store of more than about (\\S+) ms \\(use CREATE");

    assertThat(flat(advice(workload(1_000, 1, turn * 0.98, null)).text(true)))
        .doesNotContain("Use CREATE_ONLY");
    String far = flat(advice(workload(1_000, 1, turn * 1.02, null)).text(true));
    assertThat(far).contains("Use CREATE_ONLY");
    assertThat(number(far, "a round trip from sidecar to store of less than about (\\S+) ms"))
        .isCloseTo(turn, withinPercentage(1));
  }

  @Test
  void theNumberOfLoadsThatTurnsTheAnswerIsComputed() throws IOException {
    new SampleRun().appends("CREATE_ONLY", 4.0, 4.0, 4.0).writeTo(temp.resolve("run"));

    String none = flat(advice(workload(1_000, 0, 0, null)).text(true));
    assertThat(none).contains("Use TRANSACTIONAL: an append with its loads takes");
    double turn =
        number(none, "more than about (\\S+) loads of whole streams for an append \\(use CREATE");

    assertThat(flat(advice(workload(1_000, turn * 0.98, 0, null)).text(true)))
        .doesNotContain("Use CREATE_ONLY");
    String more = flat(advice(workload(1_000, turn * 1.02, 0, null)).text(true));
    assertThat(more).contains("Use CREATE_ONLY");
    assertThat(number(more, "fewer than about (\\S+) loads of whole streams for an append"))
        .isCloseTo(turn, withinPercentage(1));
  }

  private static double number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return Double.parseDouble(found.group(1));
  }

  @Test
  void whatNoRunMeasuredIsNamedWithTheRunThatWould() throws IOException {
    new SampleRun().writeTo(temp.resolve("run"));

    Advice advice = advice(workload(10_000, 1, 0, null));

    assertThat(advice.isAnswer()).isFalse();
    assertThat(flat(advice.text(true)))
        .contains(
            "No answer: no mode that may be used there has all figures that this workload needs:"
                + " './slicebench run --backend postgresql --profile full' gets them.")
        .contains("No data: CREATE_ONLY: load CREATE_ONLY, 10,000 events, 10 x 1,024 B")
        .contains("'./slicebench run --backend postgresql --profile full' gets it");
  }

  @Test
  void aNumberThatIsNearlyNoneIsToldInWords() throws IOException {
    new SampleRun().writeTo(temp.resolve("run"));

    assertThat(flat(advice(workload(10_000, 0, 0, null)).text(true)))
        .contains("anything loaded as a whole stream (no answer)");
  }

  /** Eight figures at least are needed for a fit. */
  @Test
  void ofARunOfOneModeTheRunOfAllIsNamed() throws IOException {
    new SampleRun()
        .only("CREATE_ONLY")
        .typed("run", "--backend=postgresql", "--mode", "CREATE_ONLY", "--profile=quick")
        .writeTo(temp.resolve("run"));

    assertThat(flat(advice(workload(300, 1, 0, null)).text(true)))
        .contains(
            "No answer: too little was measured there to scale figures to this workload:"
                + " './slicebench run --backend postgresql --profile quick' measures all modes.");

    new SampleRun().only("CREATE_ONLY").typed("run").writeTo(temp.resolve("run"));

    assertThat(flat(advice(workload(300, 1, 0, null)).text(true)))
        .contains("'./slicebench run --profile full' measures more.");
  }

  /** Their appends meet streams that they have not seen; what was measured had. */
  @Test
  void ofTooLittleToScaleSeveralWritersGetNoAnswer() throws IOException {
    Workload one = workload(1_000, 0, 0, null);
    Workload two = with(one, one.payloadBytes(), 2);
    new SampleRun().only("CREATE_ONLY").writeTo(temp.resolve("run"));

    assertThat(advice(one).isAnswer()).isTrue();
    assertThat(advice(two).isAnswer()).isFalse();
  }

  /** Its append is broken in the sample. */
  @Test
  void aModeWithABrokenFigureIsNotRanked() throws IOException {
    assertThat(flat(advice(workload(1_000, 1, 0, null), new SampleRun())))
        .contains("No data: TWO_PHASED: append TWO_PHASED, 1,000 events, 10 x 1,024 B");
  }

  /** All but the bytes costs the same; what is ten times as large may go by other paths. */
  @Test
  void smallPayloadsHaveAnAnswerAndLargeOnesAreToldThatNoProfileGetsThem() throws IOException {
    assertThat(flat(advice(payloads(300, 100), new SampleRun()))).contains("Use CREATE_ONLY");
    assertThat(flat(advice(payloads(300, 10_000), new SampleRun())))
        .contains("has all figures that this workload needs, and no profile gets them.");
    assertThat(flat(advice(payloads(300, 10_240), new SampleRun())))
        .as("at 300 events, which no profile has")
        .contains("and no profile gets them.");
    assertThat(flat(advice(payloads(1_000, 10_240), new SampleRun())))
        .as("which the longest profile measures as such")
        .contains("'./slicebench run --backend postgresql --profile full' gets them.");
  }

  private static Workload payloads(int length, int bytes) {
    return with(workload(length, 1, 0, null), bytes, 1);
  }

  private static Workload with(Workload one, int payloadBytes, int writersPerStream) {
    return new Workload(
        one.description(),
        one.appendsPerSecond(),
        one.eventsPerAppend(),
        payloadBytes,
        one.streamLengths(),
        one.wholeLoadsPerAppend(),
        one.tailLoadsPerAppend(),
        writersPerStream,
        one.clientRoundTripMs(),
        one.storeRoundTripMs(),
        null);
  }

  @Test
  void figuresBetweenThoseMeasuredAreScaledAndSaySo() throws IOException {
    String text = flat(advice(workload(300, 1, 0, null), new SampleRun()));

    assertThat(text).contains("Use CREATE_ONLY").contains("scaled from the nearest measured ones");
    assertThat(flat(advice(workload(1_000, 1, 0, null), new SampleRun()))).doesNotContain("scaled");
  }

  @Test
  void aPriceRanksByWhatIsCharged() throws IOException {
    SampleRun run =
        new SampleRun()
            .charge("OFF", "APPEND", 60)
            .charge("OFF", "LOAD_WHOLE", 500)
            .charge("TRANSACTIONAL", "APPEND", 10)
            .charge("TRANSACTIONAL", "LOAD_WHOLE", 90)
            .charge("CREATE_ONLY", "APPEND", 11)
            .charge("CREATE_ONLY", "LOAD_WHOLE", 105);

    String text = flat(advice(workload(1_000, 1, 0, 0.25), run));

    assertThat(text)
        .contains("Use TRANSACTIONAL: an append with its loads takes 100 request units there, 14 %")
        // 100 units, 10 times a second, for 30 days, at 0.25 a million
        .containsPattern("TRANSACTIONAL [^A-Z]* 100 648 ")
        .contains("an emulator's model, not Azure's bill");
    assertThat(flat(advice(workload(1_000, 1, 0, null), run)))
        .contains(
            "What is counted decides: TRANSACTIONAL is charged the fewest request units, 100");
  }

  /** CREATE_ONLY's append makes one trip more than the ledger has calls, OFF's fifteen more. */
  @Test
  void aRunWithLatencyTellsHowManyTripsAnOperationMakes() throws IOException {
    new SampleRun().writeTo(temp.resolve("without"));
    assertThat(flat(advice(workload(1_000, 0, 10, null)).text(true)))
        .contains("a Dapr call is taken for one trip to the store")
        .contains(
            "--backend postgresql --profile standard --store-latency 5ms' would measure them");

    new SampleRun()
        .storeLatency(5)
        .appends("CREATE_ONLY", 10.5, 10.5, 10.5)
        .appends("TRANSACTIONAL", 31.3, 31.3, 31.3)
        .appends("OFF", 82.1, 82.1, 82.1)
        .with("startedAt", "2099-01-01T00:00:00Z")
        .writeTo(temp.resolve("with"));

    String text = advice(workload(1_000, 0, 10, null)).text(true);

    assertThat(text)
        .containsPattern("CREATE_ONLY +20\\.5 .*20 +205 +1 +2\n")
        .containsPattern("TRANSACTIONAL +61\\.3 .*60 +613 +2 +6\n")
        .containsPattern("OFF +162 .*160 +1,621 +1 +16\n");
    assertThat(flat(text))
        .contains("It waits for 2 round trips to the store one after another where TRANSACTIONAL")
        .contains("trips to the store are what with measured, with 5 ms added to each");
  }

  /**
   * Else a call that the library no longer makes would count as a trip that latency did not add.
   */
  @Test
  void aRunWithLatencyOfOtherSoftwareTellsNoTrips() throws IOException {
    new SampleRun().writeTo(temp.resolve("without"));
    SampleRun with = new SampleRun().storeLatency(5).appends("CREATE_ONLY", 10.5, 10.5, 10.5);
    with.with("startedAt", "2098-01-01T00:00:00Z").writeTo(temp.resolve("with"));
    with.daprd("1.99.0").with("startedAt", "2099-01-01T00:00:00Z").writeTo(temp.resolve("other"));

    assertThat(flat(advice(workload(1_000, 0, 10, null)).text(true)))
        .as("of two, the newest of the same daprd")
        .contains("trips to the store are what with measured");
    assertThat(
            flat(advice(workload(1_000, 0, 10, null), changed("2097-01-01T00:00:00Z")).text(true)))
        .contains("a Dapr call is taken for one trip to the store");
  }

  /** Modes are not compared across versions of daprd, or of the library. */
  @Test
  void figuresOfOtherSoftwareAreLeftOutAndTheCommandMeasuresAllModesThatWereTried()
      throws IOException {
    new SampleRun()
        .with("startedAt", "2020-01-01T00:00:00Z")
        .daprd("1.17.0")
        .writeTo(temp.resolve("older"));
    SampleRun newer =
        new SampleRun()
            .only("TRANSACTIONAL")
            .typed("run", "--backend", "postgresql", "--mode", "TRANSACTIONAL");
    newer.writeTo(temp.resolve("newer"));

    assertLeavesOutWhatIsOlder(advice(workload(1_000, 1, 0, null)));

    newer.daprd("1.17.0").writeTo(temp.resolve("newer"));
    assertLeavesOutWhatIsOlder(
        advice(workload(1_000, 1, 0, null), changed("2021-01-01T00:00:00Z")));

    assertThat(flat(advice(workload(1_000, 1, 0, null)).text(true)))
        .as("of the same daprd and library")
        .contains("Use CREATE_ONLY")
        .contains("from older, newer")
        .doesNotContain("left out");
  }

  private static void assertLeavesOutWhatIsOlder(Advice advice) {
    assertThat(flat(advice.text(true)))
        .contains("Use TRANSACTIONAL. It is the only mode with all figures")
        .contains("No data: CREATE_ONLY: append CREATE_ONLY")
        .contains("'./slicebench run --backend postgresql --profile quick' measures all modes")
        .contains(
            "left out are figures of another daprd, and of operations for which the library made other"
                + " calls, in older");
  }

  /** Returns ledgers of which the one that runs are explained by ended then. */
  private static Ledgers changed(String then) throws IOException {
    Ledger sample = KnownCosts.sample();
    return new Ledgers(
        sample,
        new TreeMap<>(Map.of(Instant.parse(then), Ledger.of(sample.payloadBytes(), List.of()))));
  }

  /** An append that got faster with latency made no trip at all, and won by it. */
  @Test
  void noOperationMakesFewerTripsThanItHasCalls() throws IOException {
    new SampleRun().writeTo(temp.resolve("without"));
    new SampleRun()
        .storeLatency(5)
        .appends("CREATE_ONLY", 10.5, 10.5, 10.5)
        .appends("TRANSACTIONAL", 0.1, 0.1, 0.1)
        .appends("OFF", 82.1, 82.1, 82.1)
        .with("startedAt", "2099-01-01T00:00:00Z")
        .writeTo(temp.resolve("with"));

    String text = advice(workload(1_000, 0, 10, null)).text(true);

    assertThat(text)
        .containsPattern("CREATE_ONLY +20\\.5 .*20 +205 +1 +2\n")
        .containsPattern("TRANSACTIONAL +21\\.\\d .* 20 +\\d+ +2 +2\n");
  }

  @Test
  void aRunThatMeasuredTooLittleTellsNoTripsOfAnyMode() throws IOException {
    new SampleRun().writeTo(temp.resolve("without"));
    new SampleRun().storeLatency(5).without("LOAD_WHOLE").writeTo(temp.resolve("with"));

    assertThat(flat(advice(workload(1_000, 1, 10, null)).text(true)))
        .contains("a Dapr call is taken for one trip to the store");
  }

  @Test
  void runsWithLatencyAloneAreNoStart() throws IOException {
    new SampleRun().storeLatency(5).writeTo(temp.resolve("only"));

    assertThatThrownBy(() -> advice(workload(1_000, 1, 0, null)).requireStore())
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("every run has latency added to it");
  }

  @Test
  void runsOfTwoMachinesAreToldApart() throws IOException {
    new SampleRun().writeTo(temp.resolve("here"));
    new SampleRun().cpus(64).appends("CREATE_ONLY", 20, 20, 20).writeTo(temp.resolve("there"));

    String text = advice(workload(1_000, 1, 0, null)).text(true);

    assertThat(text.split("(?m)^PostgreSQL.*, from ", -1))
        .satisfies(
            parts -> assertThat(parts).hasSize(3),
            parts -> assertThat(parts[1]).startsWith("here\n").contains("Use CREATE_ONLY"),
            parts -> assertThat(parts[2]).startsWith("there\n").contains("Use TRANSACTIONAL"));
  }

  @Test
  void aFigureThatIsTooNoisyToTellIsNoTie() throws IOException {
    SampleRun run =
        new SampleRun()
            .appends("OFF", 2, 4, 250)
            .appends("TRANSACTIONAL", 1, 2, 150)
            .appends("CREATE_ONLY", 0.5, 0.5, 0.5);
    run.writeTo(temp.resolve("run"));

    Advice advice = advice(workload(1_000, 1, 0, null));

    assertThat(advice.isAnswer()).isFalse();
    assertThat(flat(advice.text(true)))
        .contains("Too noisy to tell (")
        .contains("Run again on a quiet machine: './slicebench run")
        .contains("By what is counted, which no noise touches, CREATE_ONLY waits for the fewest")
        .doesNotContain("Use ", "What would change it");
  }

  @Test
  void aFigureThatWasMeasuredOnABusyMachineDecidesNothing() throws IOException {
    String text =
        flat(advice(workload(1_000, 1, 0, null), new SampleRun().disturbed("CREATE_ONLY")));

    assertThat(text).contains("Too noisy to tell").contains("CREATE_ONLY 5.40 ±? ms");
  }

  private String advice(Workload workload, SampleRun run) throws IOException {
    run.writeTo(temp.resolve("run"));
    return advice(workload).text(true);
  }

  private Advice advice(Workload workload, SampleVerification... verified) throws IOException {
    return advice(workload, Ledgers.of(KnownCosts.sample()), verified);
  }

  private Advice advice(Workload workload, Ledgers ledgers, SampleVerification... verified)
      throws IOException {
    return Advice.of(
        workload,
        Results.read(List.of(temp)).byMachine(HERE).stream()
            .map(
                part ->
                    new Evidence(
                        "", "", part, Stream.of(verified).map(SampleVerification::report).toList()))
            .toList(),
        ledgers,
        KnownCosts.of(KnownCosts.sample()));
  }

  private static Workload workload(
      int length, double wholeLoads, double storeRoundTripMs, @Nullable Double price) {
    return new Workload(
        "A test.",
        10,
        10,
        1024,
        List.of(new StreamLength(length, 1)),
        wholeLoads,
        0,
        1,
        0,
        storeRoundTripMs,
        price);
  }

  private static final Machine HERE = Machine.here();

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
