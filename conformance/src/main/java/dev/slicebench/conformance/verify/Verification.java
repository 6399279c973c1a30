package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.faults.SidecarFaults;
import dev.slicebench.conformance.rules.Need;
import dev.slicebench.conformance.rules.Rule;
import dev.slicebench.conformance.rules.Rule.Group;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.Verdict;
import dev.slicebench.conformance.verify.VerificationReport.Finding;
import dev.slicebench.conformance.verify.VerificationReport.ModeReport;
import dev.slicebench.conformance.verify.VerificationReport.Outcome;
import dev.slicebench.conformance.verify.VerificationReport.Standing;
import dev.slicebench.sidecar.ExitTask;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds a sidecar's state store, and the library's event store over it in each slice mode, to the
 * rules. Every document that is written has a key that begins with {@link #prefix()}, and is
 * deleted, also when the JVM is asked to end in between.
 */
public final class Verification implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TRIES = 3;

  private final Sidecar sidecar;
  private final SidecarInfo info;
  private final StateStore state;
  private final List<StateStore> clients;
  private final Order order;
  private final StoreProfile profile;
  private final String prefix = "slicebench-verify-" + UUID.randomUUID().toString().substring(0, 8);
  private final WrittenDocuments written = new WrittenDocuments();
  private final Set<String> notDeleted = new TreeSet<>();
  private final ExitTask stopping;
  private volatile boolean stopped;
  private int asked;

  /**
   * What is wanted.
   *
   * @param modes the modes to verify
   * @param rules the rules to ask, as far as they concern a subject
   * @param profile a name for how much is tried
   * @param scale how many times as much as in the quick profile
   * @param appendsAMode until so many appends were acknowledged in a mode, its long race under
   *     faults is repeated, with other seeds; 0 for once only
   * @param seed decides every random choice
   * @param histories the folder for the histories of rules that were not kept
   */
  public record Order(
      List<SliceMode> modes,
      Collection<Rule> rules,
      String profile,
      int scale,
      long appendsAMode,
      long seed,
      Path histories) {}

  /** Sees a verification go on. */
  @FunctionalInterface
  public interface Observer {
    /** The {@code number}th of at most {@code total} questions is put. */
    void asking(int number, int total, String subject, Rule rule);

    /** A mode's long race goes on until so many appends were acknowledged. */
    default void soaking(String subject, long appends, long wanted) {}
  }

  /**
   * Of the state store behind {@code sidecar}; nothing is asked of it yet.
   *
   * @param clients each reaches the store in a way of its own; at least one
   */
  public Verification(Sidecar sidecar, List<StateStore> clients, Order order) {
    this.sidecar = sidecar;
    this.info = sidecar.info();
    this.state = clients.get(0);
    this.clients = clients.stream().map(written::through).toList();
    this.order = order;
    SidecarInfo.Component component = info.component();
    this.profile =
        StoreProfile.of(component.type(), component.version(), component.capabilities())
            .ofApp(info.appId());
    this.stopping = ExitTask.register(this::stop);
  }

  /** What every key that is written begins with. */
  public String prefix() {
    return prefix;
  }

  /**
   * Asks all rules.
   *
   * @return what was found
   * @throws VerificationException if the store cannot be verified
   */
  public VerificationReport carryOut(Observer observer) {
    Instant started = Instant.now();
    Capabilities capabilities =
        Capabilities.observe(clients.get(0), prefix, SidecarSubject.metadata(profile, prefix));
    Progress progress = new Progress(observer, capabilities);
    List<Finding> probes = new ArrayList<>(probe(capabilities, false, progress));
    Map<SliceMode, List<Finding>> findings = new EnumMap<>(SliceMode.class);
    for (SliceMode mode : order.modes()) {
      findings.put(mode, verify(mode, capabilities, progress));
    }
    // Last, since what a store leaves broken would be laid at the door of other rules.
    probes.addAll(probe(capabilities, true, progress));
    List<ModeReport> modes =
        order.modes().stream()
            .map(mode -> report(mode, capabilities, findings.getOrDefault(mode, List.of()), probes))
            .toList();
    removeWritten();
    return new VerificationReport(
        VerificationReport.SCHEMA,
        info.label(),
        started.toString(),
        Instant.now().toString(),
        order.profile(),
        order.seed(),
        info,
        probes,
        modes,
        List.copyOf(notDeleted));
  }

  private List<Finding> probe(Capabilities capabilities, boolean breaking, Progress progress) {
    SidecarSubject store = subject(capabilities, null);
    return rules(true).stream()
        .filter(rule -> rule.needs().contains(Need.CLIENT_FAULTS) == breaking)
        .map(rule -> ask(store, "the store", rule, progress))
        .toList();
  }

  /** What was found of the mode itself; nothing where it cannot work. */
  private List<Finding> verify(SliceMode mode, Capabilities capabilities, Progress progress) {
    if (lack(mode, capabilities).isPresent()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    SidecarSubject subject = subject(capabilities, mode);
    for (Rule rule : rules(false)) {
      findings.add(ask(subject, mode.name(), rule, progress));
    }
    if (order.appendsAMode() > 0 && findings.stream().noneMatch(Finding::isUnsafe)) {
      findings.add(soak(mode, capabilities, progress));
    }
    return findings;
  }

  /** With the probes that the mode stands on. */
  private static ModeReport report(
      SliceMode mode, Capabilities capabilities, List<Finding> found, List<Finding> probes) {
    Optional<String> lack = lack(mode, capabilities);
    if (lack.isPresent()) {
      return new ModeReport(mode, Standing.UNSUPPORTED, lack.get(), List.of());
    }
    Set<String> foundations = Foundations.of(mode);
    List<Finding> findings = new ArrayList<>(found);
    probes.stream().filter(probe -> foundations.contains(probe.rule())).forEach(findings::add);
    Standing standing = VerificationReport.standing(findings);
    return new ModeReport(mode, standing, reason(findings), findings);
  }

  private Finding soak(SliceMode mode, Capabilities capabilities, Progress progress) {
    Rule rule = Rules.longRace();
    Soak soak = new Soak(rule, order.appendsAMode(), order.seed());
    SidecarSubject subject = subject(capabilities, mode);
    while (!soak.isOver()) {
      progress.soaking(mode.name(), soak.acknowledged(), order.appendsAMode());
      Judgement round = judge(subject, mode.name(), rule, soak.seed());
      soak.add(round);
      settle(round);
    }
    return soak.finding();
  }

  private static Optional<String> lack(SliceMode mode, Capabilities capabilities) {
    return Foundations.needs(mode).stream()
        .filter(need -> capabilities.lacks().containsKey(need))
        .map(need -> capabilities.lacks().getOrDefault(need, need.lack()))
        .findFirst();
  }

  /** The store probe tells more than what follows from it. */
  private static String reason(List<Finding> findings) {
    List<Finding> broken = findings.stream().filter(Finding::isUnsafe).toList();
    Optional<Finding> first =
        broken.stream()
            .filter(finding -> finding.group() == Group.STORE_PROBES)
            .findFirst()
            .or(() -> broken.stream().findFirst());
    if (first.isPresent()) {
      return "rule %s: %s (%s)"
          .formatted(
              first.get().rule(),
              first.get().detail(),
              broken.size() == 1 ? "no other is broken" : broken.size() + " rules broken");
    }
    Optional<Finding> open =
        findings.stream().filter(f -> f.outcome() == Outcome.INCONCLUSIVE).findFirst();
    if (open.isPresent()) {
      return "rule %s: %s".formatted(open.get().rule(), open.get().detail());
    }
    long kept = findings.stream().filter(f -> f.outcome() == Outcome.PASS).count();
    return kept + " rules kept";
  }

  private List<Rule> rules(boolean ofTheStore) {
    return order.rules().stream()
        .filter(rule -> (rule.group() == Group.STORE_PROBES) == ofTheStore)
        .toList();
  }

  private SidecarSubject subject(Capabilities capabilities, @Nullable SliceMode mode) {
    return new SidecarSubject(
        clients,
        profile,
        capabilities,
        mode,
        prefix + "-all",
        new SidecarFaults(sidecar.weakPoints(), this::isAnswering, PATIENCE),
        sidecar.expiry());
  }

  /** Asks again, with other random choices, where too little happened. */
  private Finding ask(SidecarSubject subject, String label, Rule rule, Progress progress) {
    progress.next(label, rule);
    Judgement judgement;
    int tries = 0;
    do {
      judgement = judge(subject, label, rule, order.seed() + tries);
      settle(judgement);
      tries++;
    } while (tries < TRIES && judgement.verdict() instanceof Verdict.Inconclusive);
    return new Finding(
        rule.id(),
        rule.group(),
        rule.kind(),
        outcome(judgement.verdict()),
        judgement.detail(),
        null);
  }

  private Judgement judge(SidecarSubject subject, String label, Rule rule, long seed) {
    // A name of its own each time: a write that was lost may turn up much later.
    String names = "%s-%s-%d-".formatted(prefix, label.replace(' ', '-'), ++asked);
    Judgement judgement =
        new Examiner(subject, names, seed, order.scale(), order.histories()).judge(rule);
    if (stopped) {
      // Nothing could be written any more: that tells nothing of the store.
      judgement.histories().forEach(Verification::delete);
      throw new VerificationException("the verification was stopped");
    }
    return judgement;
  }

  /** Deletes what a judgement has left, but for the histories of a broken rule. */
  private void settle(Judgement judgement) {
    if (judgement.isFailure()) {
      demandLife(judgement);
    } else {
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

  private static Outcome outcome(Verdict verdict) {
    if (verdict instanceof Verdict.Fail) {
      return Outcome.FAIL;
    }
    if (verdict instanceof Verdict.Skip) {
      return Outcome.SKIP;
    }
    return verdict instanceof Verdict.Pass ? Outcome.PASS : Outcome.INCONCLUSIVE;
  }

  /** A rule may be broken by itself; without a sidecar all that follow would. */
  private void demandLife(Judgement last) {
    if (!isAnswering()) {
      throw new VerificationException(
          "the sidecar stopped answering, after rule %s (%s): verify again"
              .formatted(last.rule().id(), last.detail()));
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
    notDeleted.addAll(written.remove(state));
  }

  /**
   * Deletes what was written; a second call does nothing. Does not return once the JVM was asked to
   * end: the clients must stay open until all is deleted.
   */
  @Override
  public void close() {
    stopping.close();
    removeWritten();
  }

  /**
   * Writes nothing more, deletes what was written, and says whether that is all gone; but for a
   * store that goes as a whole.
   */
  void stop() {
    stopped = true;
    written.close();
    if (sidecar.isStoreTemporary()) {
      return;
    }
    synchronized (this) {
      removeWritten();
      System.err.println(
          notDeleted.isEmpty()
              ? "stopped; all that was written is deleted"
              : "stopped; not deleted, %d keys: %s"
                  .formatted(notDeleted.size(), String.join(" ", notDeleted)));
    }
  }

  private final class Progress {

    private final Observer observer;
    private final int total;
    private int number;

    Progress(Observer observer, Capabilities capabilities) {
      this.observer = observer;
      long supported =
          order.modes().stream().filter(mode -> lack(mode, capabilities).isEmpty()).count();
      this.total = (int) (rules(true).size() + supported * rules(false).size());
    }

    void soaking(String label, long appends, long wanted) {
      observer.soaking(label, appends, wanted);
    }

    void next(String label, Rule rule) {
      observer.asking(++number, total, label, rule);
    }
  }
}
