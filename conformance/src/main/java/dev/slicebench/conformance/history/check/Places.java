package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome.Unknown;
import dev.slicebench.conformance.history.check.RunningMax.Entry;
import dev.slicebench.store.ExpectedVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each append of a stream stands, as loads show it or as it was told, and which appends of
 * unknown outcome may stand where nothing is known. Made when all lines were seen.
 *
 * <p>What is asked of it is a bound, not a search: a version can have been reached by a time only
 * if the versions up to it that nothing is known of are no more than the events sent by then that
 * may stand there; and, of each hole, no more than those that may stand in just that hole, and
 * those that may stand anywhere.
 */
final class Places {

  private static final int NOBODY = -1;
  private static final int NEVER = Integer.MAX_VALUE;

  private final StreamFacts facts;
  private final List<Batch> batches;

  /** By version: the number of the batch that stands there. */
  private final int[] owner;

  /** By version: of the batches that stand there or below, the one that was sent last. */
  private final int[] sentLast;

  /** By version: how many there are up to it that nothing is known to stand at. */
  private final int[] unknown;

  /** By version: how many of these only what may stand anywhere can fill, at the least. */
  private final int[] needed;

  /** By version that nothing is known to stand at: the first one of its hole that may end there. */
  private final int[] soonest;

  private final Fillers fillers = new Fillers();
  private final Fillers anywhere = new Fillers();
  private final Map<Long, Fillers> byVersion = new HashMap<>();

  /** The size of the smallest append that may stand anywhere; and at version 1 as well. */
  private int shortestAnywhere = NEVER;

  private int shortestAtFirst = NEVER;

  /** Appends that may stand somewhere, by when they were sent. */
  private static final class Fillers {
    private final List<Attempt> attempts = new ArrayList<>(1);
    private long[] sums = {};

    void add(Attempt attempt) {
      attempts.add(attempt);
    }

    void sort() {
      attempts.sort(Comparator.comparingLong(attempt -> attempt.span().invokedNs()));
      sums = new long[attempts.size() + 1];
      for (int i = 0; i < attempts.size(); i++) {
        sums[i + 1] = sums[i] + attempts.get(i).batch().size;
      }
    }

    /** Returns how many events were sent by a time. */
    long sentBy(long timeNs) {
      int from = 0;
      int to = attempts.size();
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (attempts.get(middle).span().invokedNs() <= timeNs) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return sums[from];
    }

    /** Returns whether another batch than this one was sent by a time. */
    boolean hasOther(Batch batch, long timeNs) {
      for (Attempt attempt : attempts) {
        if (attempt.span().invokedNs() > timeNs) {
          return false;
        }
        if (attempt.batch() != batch) {
          return true;
        }
      }
      return false;
    }
  }

  Places(StreamFacts facts) {
    this.facts = facts;
    this.batches = facts.events.batches();
    int highest = facts.versions.highest();
    owner = new int[highest + 1];
    Arrays.fill(owner, NOBODY);
    sentLast = new int[highest + 1];
    unknown = new int[highest + 1];
    needed = new int[highest + 1];
    soonest = new int[highest + 1];
    batches.forEach(this::place);
    for (int version = 1; version <= highest; version++) {
      int shown = facts.versions.shown(version);
      if (owner[version] == NOBODY && shown >= 0) {
        // It should not stand there, which has a name.
        owner[version] = facts.events.batchOf(shown).number;
      }
    }
    findSentLast();
    findFillers();
  }

  private void place(Batch batch) {
    batch.settle();
    for (int i = 0; batch.base >= 0 && i < batch.size; i++) {
      long version = batch.base + 1 + i;
      if (!facts.versions.canBe(version)) {
        return;
      }
      int other = owner[(int) version];
      if (other == NOBODY) {
        owner[(int) version] = batch.number;
      } else {
        checkOverlap(batches.get(other), batch, (int) version);
      }
    }
  }

  /** Where loads or acknowledgements contradict each other, these are told apart by other names. */
  private void checkOverlap(Batch one, Batch other, int version) {
    boolean isTold =
        facts.versions.shown(version) >= 0
            ? isTold(one, version) && isTold(other, version)
            : one.acknowledged() != null && other.acknowledged() != null;
    if (!isTold) {
      facts.findings.add(
          Sentence.STANDS_WHOLE,
          "version %d would have to be of both: %s, which stands behind version %d; %s, which stands"
              + " behind version %d",
          version,
          one.any(),
          one.base,
          other.any(),
          other.base);
    }
  }

  /** Returns whether a load shows the batch at a version, or none shows it anywhere. */
  private boolean isTold(Batch batch, int version) {
    int event = batch.first + (int) (version - batch.base - 1);
    return facts.events.seenAt(event) == version || batch.seenBase() < 0;
  }

  private void findSentLast() {
    sentLast[0] = NOBODY;
    for (int version = 1; version < owner.length; version++) {
      int here = owner[version];
      int below = sentLast[version - 1];
      boolean isLater =
          here != NOBODY
              && (below == NOBODY || batches.get(here).sentNs > batches.get(below).sentNs);
      sentLast[version] = isLater ? here : below;
    }
  }

  private void findFillers() {
    // By version: the size of the largest and of the smallest append that may stand right behind.
    int[] largest = new int[owner.length];
    int[] smallest = new int[owner.length];
    for (Batch batch : batches) {
      for (Attempt attempt = batch.latest(); attempt != null; attempt = attempt.earlier()) {
        if (attempt.outcome() instanceof Unknown && batch.size > 0) {
          addFiller(attempt, largest, smallest);
        }
      }
    }
    fillers.sort();
    anywhere.sort();
    byVersion.values().forEach(Fillers::sort);
    findHoles(largest, smallest);
  }

  private void findHoles(int[] largest, int[] smallest) {
    int start = 0;
    int inHole = 0;
    for (int version = 1; version < owner.length; version++) {
      boolean isKnown = owner[version] != NOBODY;
      unknown[version] = unknown[version - 1] + (isKnown ? 0 : 1);
      needed[version] = needed[version - 1];
      if (isKnown) {
        start = version;
        inHole = 0;
      } else {
        inHole += 1 - largest[version - 1];
        needed[version] = Math.max(needed[version], needed[start] + inHole);
        int shortest = start == 0 ? shortestAtFirst : shortestAnywhere;
        shortest = smallest[start] == 0 ? shortest : Math.min(shortest, smallest[start]);
        soonest[version] = shortest == NEVER ? NEVER : start + shortest;
      }
    }
  }

  /**
   * An append may stand at a second place where it was sent more than once.
   *
   * @param largest by version, how many events of one append may stand right behind it
   * @param smallest the same of the smallest append
   */
  private void addFiller(Attempt attempt, int[] largest, int[] smallest) {
    Batch batch = attempt.batch();
    ExpectedVersion expected = attempt.expected();
    boolean isPlaced = batch.base >= 0;
    if (isPlaced && batch.timesStored() == 1) {
      return;
    }
    if (!(expected instanceof ExpectedVersion.Exact
        || expected instanceof ExpectedVersion.NoStream)) {
      fillers.add(attempt);
      anywhere.add(attempt);
      shortestAnywhere = Math.min(shortestAnywhere, batch.size);
      if (expected instanceof ExpectedVersion.Any) {
        shortestAtFirst = Math.min(shortestAtFirst, batch.size);
      }
      return;
    }
    long base = expected instanceof ExpectedVersion.Exact exact ? exact.version() : 0;
    if (!isFree(base, batch.size)) {
      return;
    }
    fillers.add(attempt);
    int behind = (int) base;
    largest[behind] = Math.max(largest[behind], batch.size);
    smallest[behind] = smallest[behind] == 0 ? batch.size : Math.min(smallest[behind], batch.size);
    for (int i = 1; i <= batch.size; i++) {
      byVersion.computeIfAbsent(base + i, version -> new Fillers()).add(attempt);
    }
  }

  private boolean isFree(long base, int size) {
    if (base > facts.versions.highest() - size) {
      return false;
    }
    for (int i = 1; i <= size; i++) {
      if (owner[(int) base + i] != NOBODY) {
        return false;
      }
    }
    return true;
  }

  /** Returns the batch that stands at a version; null where none is known to. */
  @Nullable Batch owner(long version) {
    return facts.versions.canBe(version) && owner[(int) version] != NOBODY
        ? batches.get(owner[(int) version])
        : null;
  }

  /** Returns whether an append stands at a version and goes on behind it. */
  boolean isInside(long version) {
    Batch batch = owner(version);
    return batch != null && batch.base + batch.size > version;
  }

  /** Returns whether another append than {@code batch} may stand at a version, sent by a time. */
  boolean mayBeOther(long version, Batch batch, long timeNs) {
    Fillers here = byVersion.get(version);
    return anywhere.hasOther(batch, timeNs) || (here != null && here.hasOther(batch, timeNs));
  }

  /**
   * Checks that versions could be reached by the time at which they were told.
   *
   * @param what who told them, for a witness
   */
  void check(RunningMax told, Sentence inReach, Sentence sentBefore, String what) {
    boolean isEnd = told == facts.heads || told == facts.conflicts;
    for (Entry entry : told.rising()) {
      if (entry.version() < 1) {
        continue;
      }
      String lack = lack(entry.version(), entry.timeNs());
      if (lack.isEmpty() && isEnd && soonest[(int) entry.version()] > entry.version()) {
        lack = "though no append that may be stored can end there";
      }
      if (!lack.isEmpty()) {
        facts.findings.add(
            inReach, "line %d: %s version %d, %s", entry.line(), what, entry.version(), lack);
      } else if (isSentLater(entry)) {
        facts.findings.add(
            sentBefore,
            "line %d: %s version %d; later %s; yet its events stand from version %d",
            entry.line(),
            what,
            entry.version(),
            batches.get(sentLast[(int) entry.version()]).any(),
            batches.get(sentLast[(int) entry.version()]).base + 1);
      }
    }
  }

  private boolean isSentLater(Entry entry) {
    int last = sentLast[(int) entry.version()];
    if (last == NOBODY || batches.get(last).sentNs <= entry.timeNs()) {
      return false;
    }
    // A load that shows the event itself shows what nobody had sent, which has another name.
    return !batches.get(last).isSeenFirstOn(entry.line());
  }

  /** Returns why a version cannot have been reached by a time; empty where it can. */
  String lack(long version, long timeNs) {
    if (version > facts.versions.highest()) {
      return "though only %d events were ever sent".formatted(facts.versions.highest());
    }
    int holes = unknown[(int) version];
    long sent = fillers.sentBy(timeNs);
    boolean isShort =
        holes > sent || needed[(int) version] > anywhere.sentBy(timeNs) || soonest[1] == NEVER;
    return isShort
        ? ("though of %d versions up to it nothing is known, and of what had been sent by then too"
                + " little can stand there: %d events whose outcome is unknown")
            .formatted(holes, sent)
        : "";
  }
}
