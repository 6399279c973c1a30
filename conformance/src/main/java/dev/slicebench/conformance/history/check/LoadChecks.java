package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.EventId;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.ReadOutcome;
import dev.slicebench.conformance.history.check.StreamFacts.Claim;
import dev.slicebench.store.Direction;
import dev.slicebench.store.LoadOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each load shows by itself, and against the loads on the lines before it. */
final class LoadChecks {

  private static final int ALIEN = -1;

  private final StreamFacts facts;
  private final Map<Batch, String> fractures = new HashMap<>();

  LoadChecks(StreamFacts facts) {
    this.facts = facts;
  }

  void check(int line, Load load) {
    List<Delivered> read = load.read();
    int previous = ALIEN;
    long highest = 0;
    for (int i = 0; i < read.size(); i++) {
      checkPlace(line, load, i);
      int event = checkEvent(line, load, read.get(i));
      if (i > 0 && event != ALIEN && previous != ALIEN) {
        checkNeighbours(line, load, i, previous, event);
      }
      previous = event;
      highest = event == ALIEN ? highest : Math.max(highest, read.get(i).version());
    }
    if (highest > 0) {
      facts.loaded.add(load.span().completedNs(), highest, line);
    }
    if (load.outcome() instanceof ReadOutcome.Complete) {
      checkEnds(line, load);
    } else if (!isForwards(load) && !read.isEmpty()) {
      checkBackwardsFrom(line, load, read.get(0));
    }
  }

  private static boolean isForwards(Load load) {
    return load.options().direction() == Direction.FORWARDS;
  }

  private void checkPlace(int line, Load load, int i) {
    LoadOptions options = load.options();
    long version = load.read().get(i).version();
    if (version < options.from() || version > options.to() || i >= options.maxCount()) {
      facts.findings.add(
          Sentence.LOAD_IN_RANGE,
          "line %d: a load of versions %d to %d, at most %d, delivers version %d as event %d",
          line,
          options.from(),
          options.to(),
          options.maxCount(),
          version,
          i + 1);
    }
    if (i == 0) {
      if (isForwards(load) && version > options.from()) {
        facts.findings.add(
            Sentence.LOAD_WITHOUT_GAP,
            "line %d: a load from version %d begins with version %d",
            line,
            options.from(),
            version);
      }
      return;
    }
    long before = load.read().get(i - 1).version();
    long step = isForwards(load) ? version - before : before - version;
    if (step < 1) {
      facts.findings.add(
          Sentence.LOAD_IN_ORDER,
          "line %d: a load %s delivers version %d after version %d",
          line,
          isForwards(load) ? "forwards" : "backwards",
          version,
          before);
    } else if (step > 1) {
      facts.findings.add(
          Sentence.LOAD_WITHOUT_GAP,
          "line %d: a load delivers version %d after version %d, and nothing between",
          line,
          version,
          before);
    }
  }

  /** Checks one delivered event; returns its number. */
  private int checkEvent(int line, Load load, Delivered delivered) {
    EventId id = delivered.event();
    long version = delivered.version();
    int event = facts.events.find(id);
    if (event < 0) {
      facts.findings.add(
          Sentence.LOAD_SHOWS_WHAT_WAS_SENT,
          "line %d: a load shows %s at version %d, which nobody sent to this stream",
          line,
          id,
          version);
      return ALIEN;
    }
    Batch batch = facts.events.batchOf(event);
    if (batch.storedBy() > load.span().completedNs()) {
      checkSent(line, load, delivered, batch);
    }
    int before = facts.events.seenAt(event);
    if (before > 0 && before != version) {
      int i = event - batch.first;
      facts.standsTwice(
          batch,
          before - i - 1L,
          version - i - 1,
          Sentence.STANDS_ONCE,
          "line %d: a load shows %s at version %d; line %d: a load shows it at version %d"
              .formatted(facts.events.seenLine(event), id, before, line, version));
    }
    if (!facts.versions.canBe(version)) {
      facts.findings.add(
          Sentence.LOAD_IN_REACH,
          "line %d: a load shows %s at version %d, though only %d events were ever sent",
          line,
          id,
          version,
          facts.versions.highest());
      return event;
    }
    checkVersion(line, load, event, (int) version);
    return event;
  }

  private void checkSent(int line, Load load, Delivered delivered, Batch batch) {
    boolean isSent = batch.invokedNs() <= load.span().completedNs();
    facts.findings.add(
        isSent ? Sentence.REFUSED_IS_NOT_STORED : Sentence.LOAD_SHOWS_WHAT_WAS_SENT,
        isSent
            ? "%s; yet line %d: a load shows %s at version %d"
            : "%s, and not before; yet line %d: a load shows %s at version %d",
        batch.any(),
        line,
        delivered.event(),
        delivered.version());
  }

  private void checkVersion(int line, Load load, int event, int version) {
    if (facts.events.seenAt(event) == 0) {
      facts.events.see(event, version, line);
    }
    int shown = facts.versions.shown(version);
    if (shown >= 0 && shown != event) {
      String witness =
          "line %d: a load shows %s at version %d; line %d: a load shows %s there"
              .formatted(
                  facts.versions.line(version),
                  facts.events.event(shown),
                  version,
                  line,
                  facts.events.event(event));
      facts.findings.add(Sentence.LOAD_AS_OTHERS, "%s", witness);
      if (facts.versions.wasShownBefore(version, load.span().invokedNs())) {
        facts.findings.add(gone(shown), "%s, later", witness);
      }
    }
    facts.versions.show(version, event, line, load.span());
  }

  private Sentence gone(int event) {
    return facts.events.batchOf(event).acknowledged() == null ? Sentence.STAYS : Sentence.OK_STAYS;
  }

  private void checkNeighbours(int line, Load load, int i, int previous, int event) {
    long version = load.read().get(i).version();
    long step = version - load.read().get(i - 1).version();
    if (step != (isForwards(load) ? 1 : -1)) {
      return;
    }
    int lower = step > 0 ? previous : event;
    int upper = step > 0 ? event : previous;
    Batch below = facts.events.batchOf(lower);
    Batch above = facts.events.batchOf(upper);
    boolean whole =
        below == above ? upper == lower + 1 : lower == below.last() && upper == above.first;
    if (!whole) {
      long lowerVersion = Math.min(version, version - step);
      facts.findings.add(
          Sentence.STANDS_WHOLE,
          "line %d: a load shows %s at version %d and %s at version %d; %s; %s",
          line,
          facts.events.event(lower),
          lowerVersion,
          facts.events.event(upper),
          lowerVersion + 1,
          below.any(),
          above.any());
    }
  }

  private void checkEnds(int line, Load load) {
    LoadOptions options = load.options();
    List<Delivered> read = load.read();
    if (read.isEmpty()) {
      if (options.maxCount() > 0 && options.from() <= options.to()) {
        claim(line, load, options.from() - 1);
      }
      return;
    }
    Delivered last = read.get(read.size() - 1);
    boolean isCut = read.size() >= options.maxCount();
    if (isForwards(load)) {
      if (!isCut && last.version() < options.to()) {
        claimEnd(line, load, last);
      }
      return;
    }
    if (!isCut && last.version() > options.from()) {
      facts.findings.add(
          Sentence.LOAD_WITHOUT_GAP,
          "line %d: a load backwards to version %d ends with version %d",
          line,
          options.from(),
          last.version());
    }
    checkBackwardsFrom(line, load, read.get(0));
  }

  /** A load backwards begins with the end, and says so also where it then fails. */
  private void checkBackwardsFrom(int line, Load load, Delivered first) {
    if (first.version() < load.options().to()) {
      claimEnd(line, load, first);
    }
  }

  private void claimEnd(int line, Load load, Delivered end) {
    claim(line, load, end.version());
    int event = facts.events.find(end.event());
    if (event >= 0 && event != facts.events.batchOf(event).last()) {
      Batch batch = facts.events.batchOf(event);
      fractures.putIfAbsent(
          batch,
          "line %d: a load ends with %s at version %d, in the midst of an append; %s"
              .formatted(line, end.event(), end.version(), batch.any()));
    }
  }

  private void claim(int line, Load load, long upper) {
    facts.claims.add(new Claim(line, load.span(), upper, true));
  }

  /** What only the whole history tells. */
  void finish() {
    fractures.forEach(
        (batch, witness) ->
            facts.findings.add(
                facts.events.seenAt(batch.last()) > 0
                    ? Sentence.LOAD_OF_WHOLE_APPENDS
                    : Sentence.STANDS_WHOLE,
                "%s",
                witness));
  }
}
