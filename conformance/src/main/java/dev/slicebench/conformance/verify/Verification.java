package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.faults.SidecarFaults;
import dev.slicebench.conformance.rules.Foundations;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.written.Eraser;
import dev.slicebench.conformance.written.WriteLog;
import dev.slicebench.conformance.written.Writes;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.evidence.verification.VerificationReport.Soaked;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.process.ShutdownTask;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a sidecar's state store, and the library's event store over it in each slice mode, to the
 * rules. Every document that is written has a key that begins with {@link #prefix()}, and is
 * deleted, also when the JVM is asked to end in between.
 */
public final class Verification implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** With one rule, all its tries together, in the quick profile. */
  private static final Duration PATIENCE_WITH_A_RULE = Duration.ofMinutes(1);

  /** Of a question that decides whether to go on, and those after it. */
  private static final int TRIES = 5;

  /** So many times as much as at first is tried of what is asked again. */
  private static final int AGAIN = 4;

  /** With writes that nobody waits for any more. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private static final Duration LIFE_PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LIFE_SIGNS = Duration.ofMillis(100);
  private static final String HARM =
      "breaking calls in their midst can leave a sidecar failing that is not slicebench's own;"
          + " --allow-harm asks it";

  private static final String SITTING_IS_OVER = "this sitting's time was over";

  private final Sidecar sidecar;
  private final SidecarInfo info;
  private final List<StateStore> clients;
  private final VerifyOptions options;
  private final StoreProfile profile;
  private final String prefix = "slicebench-verify-" + UUID.randomUUID().toString().substring(0, 8);
  private final WriteLog written = new WriteLog();
  private final Eraser eraser;
  private final WitnessCalls calls = new WitnessCalls(System::nanoTime);
  private final Opportunities opportunities = new Opportunities(System::nanoTime);
  private final ShutdownTask stopping;
  private final Map<Question, Finding> found = new ConcurrentHashMap<>();
  private final Map<SliceMode, Soak> soaks = new ConcurrentHashMap<>();

  /** One each, since races are run once for a subject and judged by many rules. */
  private final Map<Optional<SliceMode>, StoreBehindSidecar> subjects = new HashMap<>();

  private Optional<SoakSitting> sitting = Optional.empty();
  private Runnable reconnecting = () -> {};
  private volatile @Nullable Course course;
  private volatile Consumer<VerificationReport> whenStopped = report -> {};
  private volatile boolean stopped;
  private volatile Consumer<Leftovers> leftoversTold = left -> {};
  private Leftovers leftovers = Leftovers.NONE;

  /** What was written to be looked at in the end. */
  private final List<Writes> old = new ArrayList<>();

  private boolean cleanedUp;
  private int asked;
  private int again;

  /** Sees a verification go on. */
  @FunctionalInterface
  public interface Observer {
    /** The {@code number}th of at most {@code total} questions is put. */
    void asking(int number, int total, String subject, Rule rule);

    /** About how long what is still to be asked will take; told before each question. */
    default void timeLeft(Duration left) {}

    /** A mode's long race goes on until so many appends were acknowledged. */
    default void soaking(String subject, long appends, long wanted) {}

    /**
     * The JVM was asked to end, and nothing more is written.
     *
     * @param left what is in the store still, or may yet land there
     */
    default void stopped(Leftovers left) {}
  }

  /**
   * Of the state store behind {@code sidecar}; nothing is asked of it yet.
   *
   * @param clients each reaches the store in a way of its own; at least one
   */
  public Verification(Sidecar sidecar, List<StateStore> clients, VerifyOptions options) {
    this.sidecar = sidecar;
    this.info = sidecar.info();
    this.eraser = new Eraser(clients.get(0), !sidecar.isStoreTemporary());
    this.clients =
        clients.stream()
            .map(calls::through)
            .map(opportunities::through)
            .map(written::through)
            .toList();
    this.options = options;
    SidecarInfo.Component component = info.component();
    this.profile =
        StoreProfile.of(component.type(), component.version(), component.capabilities())
            .ofApp(info.appId());
    this.stopping = ShutdownTask.register(this::stop);
  }

  /** Returns what every key that is written begins with. */
  public String prefix() {
    return prefix;
  }

  /**
   * How a verification goes.
   *
   * @param lacks why a mode cannot work on the store, for each that cannot
   */
  private record Course(
      Instant started,
      ObservedCapabilities capabilities,
      Map<SliceMode, String> lacks,
      Agenda agenda) {}

  /** Has {@code receiver} told what was found so far, should the JVM be asked to end meanwhile. */
  public void whenStopped(Consumer<VerificationReport> receiver) {
    whenStopped = receiver;
  }

  /** Has {@code one} run whenever a fault that cut the clients off has ended. */
  public void reconnectBy(Runnable one) {
    reconnecting = one;
  }

  /** Makes this a sitting of a soak: what was found in earlier ones is not asked again. */
  public void sit(SoakSitting one) {
    sitting = Optional.of(one);
  }

  /**
   * Asks all rules, as far as the time allows and as long as the store can be asked.
   *
   * @return what was found; a rule that was left out is inconclusive, with the reason
   * @throws VerificationException if the store cannot be verified, or the verification was stopped
   */
  public VerificationReport run(Observer observer) {
    leftoversTold = observer::stopped;
    Course begun = begin();
    course = begun;
    Announcer progress = new Announcer(observer, begun.agenda());
    prepare(begun);
    Chance chance = new Chance(options.rules());
    String ended = "";
    while (begun.agenda().hasNext()) {
      Predicate<SliceMode> decided = mode -> isUnsafe(mode, begun);
      Question question = progress.next(decided);
      Optional<Finding> known = sitting.flatMap(earlier -> earlier.found(question));
      if (known.isPresent()) {
        found.put(question, known.get());
        continue;
      }
      if (ended.isEmpty() && begun.agenda().isRest(question, decided)) {
        ended = askAgain(begun, chance, progress, question.isLast());
      }
      Finding finding;
      if (!ended.isEmpty()) {
        finding = leftOut(question, ended);
      } else if (begun.agenda().leftFor(question, decided).isNegative() && !question.isLast()) {
        finding = leftOut(question, timeIsOver());
      } else if (isSittingOver()) {
        finding = leftOut(question, SITTING_IS_OVER);
      } else {
        finding = ask(question, begun);
        ended = whyItEnds(question, finding);
        if (!ended.isEmpty() && finding.outcome() == Outcome.FAIL) {
          finding = leftOut(question, ended + "; seen was: " + finding.detail());
        }
      }
      found.put(question, finding);
      keep(question, finding);
    }
    if (options.appendsAMode() > 0 && ended.isEmpty()) {
      begun.agenda().modes().stream()
          .filter(mode -> findings(mode, begun).stream().noneMatch(Finding::isUnsafe))
          .forEach(mode -> soak(mode, begun.capabilities(), progress));
      if (soaks.values().stream().allMatch(Soak::isDone)) {
        sitting.filter(one -> !one.isBrokenOff()).ifPresent(SoakSitting::end);
      }
    }
    cleanUpWritten();
    return report(begun, ended.isEmpty() ? SITTING_IS_OVER : ended);
  }

  private boolean isSittingOver() {
    return sitting.isPresent() && sitting.get().isTimeOver();
  }

  private void keep(Question question, Finding finding) {
    sitting.ifPresent(one -> one.keep(question, finding, opportunities.ofStore()));
  }

  /** Writes what is looked at when all else was asked, as far as the store takes it. */
  private void prepare(Course begun) {
    boolean goesOn = prepare(begun, Optional.empty());
    for (SliceMode mode : begun.agenda().modes()) {
      goesOn = goesOn && prepare(begun, Optional.of(mode));
    }
  }

  private boolean prepare(Course begun, Optional<SliceMode> mode) {
    List<Question> questions = begun.agenda().questionsInOrder(mode);
    return questions.isEmpty()
        || new RuleRunner(
                subject(begun, mode),
                "%s-%s-".formatted(old(), questions.get(0).owner()),
                options.seed(),
                options.scale(),
                options.histories())
            .prepare(questions.stream().map(Question::rule).toList());
  }

  /** Returns what every key begins with that is not deleted before the end. */
  private String old() {
    return prefix + "-old";
  }

  private Course begin() {
    Instant started = sitting.map(SoakSitting::startedAt).orElseGet(Instant::now);
    ObservedCapabilities capabilities = capabilities();
    Map<SliceMode, String> lacks = new EnumMap<>(SliceMode.class);
    for (SliceMode mode : options.modes()) {
      capabilities.lack(mode).ifPresent(lack -> lacks.put(mode, lack));
    }
    List<SliceMode> supported =
        options.modes().stream().filter(mode -> !lacks.containsKey(mode)).toList();
    supported.forEach(mode -> opportunities.checkedBefore(mode, soakSoFar().rounds().tally()));
    sitting.ifPresent(earlier -> opportunities.countedBefore(earlier.opportunities()));
    return new Course(
        started,
        capabilities,
        lacks,
        new Agenda(supported, options.rules(), options.time(), options.nanoTime()));
  }

  /** Returns what was found by now; what was not asked is left out for {@code reason}. */
  private VerificationReport report(Course of, String reason) {
    List<Finding> probes =
        of.agenda().questionsInOrder(Optional.empty()).stream()
            .map(question -> foundByNow(question, reason))
            .toList();
    List<ModeReport> modes = new ArrayList<>();
    for (SliceMode mode : options.modes()) {
      String lack = of.lacks().get(mode);
      if (lack != null) {
        modes.add(new ModeReport(mode, Verdict.UNSUPPORTED, lack, List.of(), null));
        continue;
      }
      List<Finding> findings = new ArrayList<>();
      of.agenda()
          .questionsInOrder(Optional.of(mode))
          .forEach(question -> findings.add(foundByNow(question, reason)));
      Soaked soaked = null;
      if (options.appendsAMode() > 0 && findings.stream().noneMatch(Finding::isUnsafe)) {
        Soak soak = soaks.getOrDefault(mode, soakSoFar());
        findings.add(soFar(new Question(Optional.of(mode), Rules.longRace()), soak, reason));
        soaked = soak.soaked();
      }
      Set<String> foundations = Foundations.of(mode);
      probes.stream().filter(probe -> foundations.contains(probe.rule())).forEach(findings::add);
      modes.add(judged(mode, findings, soaked));
    }
    return new VerificationReport(
        VerificationReport.SCHEMA,
        info.label(),
        of.started().toString(),
        Instant.now().toString(),
        options.profile(),
        options.seed(),
        info,
        probes,
        modes,
        leftovers().keys(),
        opportunities.power(of.agenda().modes()));
  }

  /** Returns what was found, in this sitting or an earlier one, or that it was left out. */
  private Finding foundByNow(Question question, String reason) {
    return Optional.ofNullable(found.get(question))
        .or(() -> sitting.flatMap(earlier -> earlier.found(question)))
        .orElseGet(() -> leftOut(question, reason));
  }

  /** By what was seen; only where that must stay open, what is known to be unsafe counts. */
  private ModeReport judged(SliceMode mode, List<Finding> findings, @Nullable Soaked soaked) {
    Verdict verdict = VerificationReport.verdict(findings).orElse(Verdict.INCONCLUSIVE);
    String reason = reason(findings);
    boolean isOpen =
        verdict == Verdict.INCONCLUSIVE && findings.stream().anyMatch(Finding::isWithheld);
    return isOpen && profile.standing(mode) instanceof ModeStanding.Unsafe known
        ? new ModeReport(
            mode,
            Verdict.UNSAFE,
            "known of %s: %s; %s".formatted(profile.componentType(), known.reason(), reason),
            findings,
            soaked)
        : new ModeReport(mode, verdict, reason, findings, soaked);
  }

  private ObservedCapabilities capabilities() {
    ObservedCapabilities seen =
        ObservedCapabilities.observe(
            clients.get(0).intercepted(new WatchedCalls(StoreBehindSidecar.PATIENCE)),
            prefix,
            StoreBehindSidecar.metadata(profile, prefix));
    if (sidecar.isStoreInMemory()) {
      seen =
          seen.without(
              Capability.SIDECAR_RESTART,
              "the store is the sidecar's own memory: what it holds goes with the process");
    }
    boolean isHarmless =
        info.kind() == SidecarKind.ATTACHED && sidecar.faultPoints().clientLink().isEmpty();
    return isHarmless ? seen.without(Capability.CLIENT_FAULTS, HARM) : seen;
  }

  /** Returns what was found of a mode by its own rules. */
  private List<Finding> findings(SliceMode mode, Course of) {
    List<Finding> findings = new ArrayList<>();
    for (Question question : of.agenda().questionsInOrder(Optional.of(mode))) {
      Finding finding = found.get(question);
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings;
  }

  /** Returns whether a rule that the mode stands on was broken already. */
  private boolean isUnsafe(SliceMode mode, Course of) {
    return Stream.concat(
            findings(mode, of).stream(),
            found.entrySet().stream()
                .filter(
                    entry ->
                        entry.getKey().mode().isEmpty()
                            && Foundations.of(mode).contains(entry.getKey().rule().id()))
                .map(Map.Entry::getValue))
        .anyMatch(Finding::isUnsafe);
  }

  private Finding leftOut(Question question, String why) {
    return question.finding(info.label(), RuleVerdict.inconclusive(Finding.NOT_ASKED + why));
  }

  private String timeIsOver() {
    return "the %s of profile %s were over".formatted(words(options.time()), options.profile());
  }

  private static String words(Duration time) {
    return time.toSeconds() < 120 ? time.toSeconds() + " seconds" : time.toMinutes() + " minutes";
  }

  private static boolean isOpen(Finding finding) {
    return finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.INCONCLUSIVE;
  }

  /**
   * Asks again what shows faults that take place by chance, with other seeds.
   *
   * @return why the verification ends; empty where it goes on
   */
  private String askAgain(Course of, Chance chance, Announcer progress, boolean isLast) {
    if (!options.isLimited() || !options.rules().containsAll(Rules.all())) {
      return "";
    }
    Duration until = chance.until(options.time(), of.agenda().left(), isLast);
    while (of.agenda().left().compareTo(until) > 0) {
      List<Question> questions =
          chance.next(opportunities.power(of.agenda().modes()), mode -> isUnsafe(mode, of));
      if (questions.isEmpty()) {
        return "";
      }
      // Another subject has races of its own.
      StoreBehindSidecar subject = subject(of.capabilities(), questions.get(0).mode());
      long seed = options.seed() + ++again;
      for (Question question : questions) {
        Finding earlier = found.get(question);
        if (earlier == null) {
          continue;
        }
        progress.again(question, of.agenda().left().minus(until));
        RuleResult judgement =
            judge(subject, question, seed, 1, of.agenda().left(), options.scale() * AGAIN);
        cleanUp(judgement);
        Finding finding = question.finding(info.label(), judgement.verdict());
        if (finding.outcome() == Outcome.FAIL || isOpen(earlier)) {
          found.put(question, finding);
        }
        String ended = whyItEnds(question, finding);
        if (!ended.isEmpty()) {
          return ended;
        }
      }
    }
    return "";
  }

  /** A rule may be broken by itself; without a store that answers all that follow would. */
  private String whyItEnds(Question last, Finding finding) {
    if (!isOpen(finding)) {
      return "";
    }
    Optional<String> failure = sidecar.failure();
    String what = "";
    if (failure.isPresent()) {
      what = "the sidecar ended (" + failure.get() + ")";
    } else if (!withPatience(this::isAnswering)) {
      what = "the sidecar stopped answering";
    } else if (!withPatience(this::isTaking)) {
      what = "the store takes no plain write any more";
    }
    return what.isEmpty()
        ? ""
        : "%s, after rule %s was asked of %s (%s)"
            .formatted(what, last.rule().id(), last.subject(), finding.detail());
  }

  private static boolean withPatience(BooleanSupplier life) {
    long endNanos = System.nanoTime() + LIFE_PATIENCE.toNanos();
    while (!life.getAsBoolean()) {
      if (System.nanoTime() - endNanos > 0) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_LIFE_SIGNS.toNanos());
    }
    return true;
  }

  private boolean isTaking() {
    StateOperation.Upsert upsert =
        new StateOperation.Upsert(
            prefix + "-life", "{}".getBytes(StandardCharsets.UTF_8), Condition.none());
    try {
      clients
          .get(0)
          .save(upsert, StoreBehindSidecar.metadata(profile, upsert.key()))
          .block(PATIENCE);
      return true;
    } catch (StateStoreException | IllegalStateException e) {
      return stopped;
    }
  }

  private void soak(SliceMode mode, ObservedCapabilities capabilities, Announcer progress) {
    Question question = new Question(Optional.of(mode), Rules.longRace());
    Soak soak = soakSoFar();
    soaks.put(mode, soak);
    StoreBehindSidecar subject = subject(capabilities, question.mode());
    Duration patience = PATIENCE_WITH_A_RULE.multipliedBy(options.roundScale());
    while (!soak.isOver() && !isSittingOver()) {
      progress.soaking(mode.name(), soak.acknowledged(), options.appendsAMode());
      RuleResult round = judge(subject, question, soak.seed(), 1, patience, options.roundScale());
      soak.add(round.verdict());
      sitting.ifPresent(one -> one.keep(soak.rounds(), opportunities.ofStore()));
      cleanUp(round);
      if (soak.isOver()) {
        return;
      }
      String ended = whyItEnds(question, question.finding(info.label(), round.verdict()));
      if (!ended.isEmpty()) {
        soak.giveUp(ended);
      }
    }
  }

  /** Returns the soak as the sittings up to now have left it. */
  private Soak soakSoFar() {
    return new Soak(
        options.appendsAMode(),
        options.seed(),
        sitting.map(SoakSitting::rounds).orElse(Soak.Rounds.NONE));
  }

  /** Returns what was found by the rounds until {@code reason}. */
  private Finding soFar(Question question, Soak soak, String reason) {
    return soak.rounds().asked() > 0 || soak.isOver()
        ? question.finding(info.label(), soak.verdict())
        : leftOut(question, reason);
  }

  /** The store probe tells more than what follows from it. */
  private static String reason(List<Finding> findings) {
    List<Finding> broken = findings.stream().filter(Finding::isUnsafe).toList();
    Optional<Finding> first =
        broken.stream()
            .filter(finding -> finding.group() == RuleGroup.STORE_PROBES)
            .findFirst()
            .or(() -> broken.stream().findFirst());
    if (first.isPresent()) {
      return "rule %s: %s (%s)"
          .formatted(
              first.get().rule(),
              first.get().detail(),
              broken.size() == 1 ? "no other is broken" : broken.size() + " rules broken");
    }
    long kept = findings.stream().filter(f -> f.outcome() == Outcome.PASS).count();
    Optional<Finding> open =
        findings.stream()
            .filter(Finding::isOpen)
            .filter(finding -> !finding.isLeftOut() && !finding.isWithheld())
            .findFirst();
    if (open.isPresent()) {
      return "rule %s: %s (%d rules kept)".formatted(open.get().rule(), open.get().detail(), kept);
    }
    List<Finding> leftOut = findings.stream().filter(f -> f.isOpen() && f.isLeftOut()).toList();
    if (!leftOut.isEmpty()) {
      return "%d rules kept, %d %s: %s"
          .formatted(
              kept,
              leftOut.size(),
              leftOut.get(0).detail(),
              leftOut.stream().map(Finding::rule).collect(Collectors.joining(", ")));
    }
    return findings.stream()
        .filter(Finding::isWithheld)
        .findFirst()
        .map(
            withheld ->
                "rule %s, which the mode stands on, was not asked: %s (%d rules kept)"
                    .formatted(withheld.rule(), withheld.detail(), kept))
        .orElse(kept + " rules kept");
  }

  private StoreBehindSidecar subject(Course of, Optional<SliceMode> mode) {
    return subjects.computeIfAbsent(mode, one -> subject(of.capabilities(), one));
  }

  private StoreBehindSidecar subject(ObservedCapabilities capabilities, Optional<SliceMode> mode) {
    return new StoreBehindSidecar(
        clients,
        profile,
        capabilities,
        mode.orElse(null),
        prefix + "-all",
        new SidecarFaults(sidecar.faultPoints(), this::isAnswering, PATIENCE, reconnecting),
        sidecar.expiry());
  }

  private Finding ask(Question question, Course of) {
    StoreBehindSidecar subject = subject(of, question.mode());
    Duration patience = PATIENCE_WITH_A_RULE.multipliedBy(options.scale());
    Predicate<SliceMode> decided = mode -> isUnsafe(mode, of);
    Duration left = of.agenda().leftFor(question, decided);
    if (!question.isLast() && left.compareTo(patience) < 0) {
      patience = left;
    }
    RuleResult judgement =
        judge(subject, question, options.seed(), TRIES, patience, options.scale());
    cleanUp(judgement);
    if (judgement.verdict().outcome() == Outcome.INCONCLUSIVE
        && !question.isLast()
        && of.agenda().leftFor(question, decided).isNegative()) {
      return leftOut(question, timeIsOver());
    }
    return question.finding(info.label(), judgement.verdict());
  }

  private RuleResult judge(
      StoreBehindSidecar subject,
      Question question,
      long seed,
      int tries,
      Duration patience,
      int scale) {
    // A name of its own each time: a write that was lost may turn up much later.
    String names = "%s-%s-%d-".formatted(prefix, question.owner(), ++asked);
    calls.begin();
    RuleResult judgement =
        new RuleRunner(subject, names, seed, scale, options.histories())
            .judge(question.rule(), tries, patience);
    if (stopped) {
      // Nothing could be written any more: that tells nothing of the store.
      judgement.histories().forEach(Verification::delete);
      throw new VerificationException("the verification was stopped");
    }
    opportunities.checked(question, judgement.verdict());
    if (judgement.isFailure()) {
      RecordedCalls.write(
          options.histories(),
          question.owner(),
          question.rule().id(),
          calls.markdown(names, judgement.detail()));
    }
    return judgement;
  }

  /** Deletes what a judgement has left, but for the histories of a broken rule. */
  private void cleanUp(RuleResult judgement) {
    if (!judgement.isFailure()) {
      judgement.histories().forEach(Verification::delete);
    }
    removeWritten();
  }

  private static void delete(Path history) {
    try {
      Files.deleteIfExists(history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isAnswering() {
    try {
      // Each has a connection of its own, which comes back in its own time.
      for (StateStore client : clients) {
        client.get(prefix, Map.of("partitionKey", prefix)).block(PATIENCE);
      }
      return true;
    } catch (StateStoreException | IllegalStateException e) {
      return false;
    }
  }

  private synchronized void removeWritten() {
    Map<Boolean, List<Writes>> byAge =
        written.drain(SETTLING).stream().collect(Collectors.partitioningBy(this::isOld));
    old.addAll(byAge.getOrDefault(true, List.of()));
    eraser.erase(byAge.getOrDefault(false, List.of()));
  }

  private boolean isOld(Writes writes) {
    return writes.keys().stream().anyMatch(key -> key.startsWith(old()));
  }

  private synchronized void cleanUpWritten() {
    if (!cleanedUp) {
      written.close();
      eraser.erase(old);
      leftovers = eraser.cleanUp(written.drain(SETTLING));
      cleanedUp = true;
    }
  }

  /** Returns what is in the store still, or may yet land there, as far as is known. */
  public synchronized Leftovers leftovers() {
    return leftovers;
  }

  /**
   * Deletes what was written; a second call does nothing. Does not return once the JVM was asked to
   * end: the clients must stay open until all is deleted.
   */
  @Override
  public void close() {
    stopping.close();
    cleanUpWritten();
  }

  /**
   * Writes nothing more, deletes what was written, and says whether that is all gone; but for a
   * store that goes as a whole.
   */
  void stop() {
    stopped = true;
    written.close();
    synchronized (this) {
      if (!sidecar.isStoreTemporary()) {
        cleanUpWritten();
        System.err.println(
            leftovers.size() == 0
                ? "stopped; all that was written is deleted"
                : "stopped; not deleted, %,d keys that begin with %s"
                    .formatted(leftovers.size(), prefix));
        leftoversTold.accept(leftovers);
      }
      Course begun = course;
      if (begun != null) {
        whenStopped.accept(report(begun, "the verification was stopped"));
      }
    }
  }

  private static final class Announcer {

    private final Observer observer;
    private final Agenda agenda;
    private int number;

    Announcer(Observer observer, Agenda agenda) {
      this.observer = observer;
      this.agenda = agenda;
    }

    void soaking(String label, long appends, long wanted) {
      observer.soaking(label, appends, wanted);
    }

    void again(Question question, Duration left) {
      observer.timeLeft(left);
      observer.asking(number, agenda.size(), question.subject(), question.rule());
    }

    Question next(Predicate<SliceMode> decided) {
      observer.timeLeft(agenda.expected());
      Question question = agenda.next(decided);
      number++;
      observer.asking(number, agenda.size(), question.subject(), question.rule());
      return question;
    }
  }
}
