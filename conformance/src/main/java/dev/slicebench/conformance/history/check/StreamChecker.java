package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.HistoryLine;
import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.ReadOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Checks one stream: first all appends, then all loads and heads, then the whole. */
final class StreamChecker {

  private final String stream;
  private final LongSupplier healedNs;
  private final EventIndex events = new EventIndex();
  private @Nullable String mixed;
  private @Nullable Second second;

  /**
   * Checks one stream.
   *
   * @param healedNs since when no fault goes on; asked when all appends are known
   */
  StreamChecker(String stream, LongSupplier healedNs) {
    this.stream = stream;
    this.healedNs = healedNs;
  }

  /** What can be made only when all appends are known. */
  private static final class Second {
    final StreamFacts facts;
    final AppendChecks appends;
    final LoadChecks loads;
    final ConflictChecks conflicts;
    final RestChecks rest;

    Second(EventIndex events, String stream, long healedNs) {
      facts = new StreamFacts(events, new Violations(stream));
      appends = new AppendChecks(facts);
      loads = new LoadChecks(facts);
      conflicts = new ConflictChecks(facts);
      rest = new RestChecks(facts, healedNs);
      appends.gather();
      conflicts.gather();
    }
  }

  void append(int line, Append append) {
    Batch batch = events.batch(append.events());
    if (batch == null) {
      if (mixed == null) {
        mixed =
            "stream '%s' cannot be judged: line %d sends an event twice, or with others or another payload than before"
                .formatted(stream, line);
      }
      return;
    }
    batch.add(
        new Attempt(
            line, batch, append.span(), append.expected(), append.outcome(), batch.latest()));
  }

  void load(int line, Load load) {
    if (mixed != null) {
      return;
    }
    second().loads.check(line, load);
    second().rest.load(line, load);
  }

  void head(int line, Head head) {
    if (mixed == null && head.outcome() instanceof ReadOutcome.Complete) {
      second().facts.head(line, head.span(), head.version());
    }
  }

  private Second second() {
    if (second == null) {
      second = new Second(events, stream, healedNs.getAsLong());
    }
    return second;
  }

  /** After {@link #finish}: why the stream cannot be judged, if it cannot. */
  Optional<String> obstacle() {
    return mixed == null
        ? second()
            .facts
            .obstacle()
            .map(why -> "stream '%s' cannot be judged: %s".formatted(stream, why))
        : Optional.of(mixed);
  }

  /** Returns what is wrong; nothing where there is an obstacle. */
  List<Violation> finish() {
    if (mixed != null) {
      return List.of();
    }
    Second all = second();
    all.loads.finish();
    Places places = new Places(all.facts);
    all.appends.finish();
    new RealTimeChecks(all.facts, places).finish();
    all.conflicts.finish(places);
    all.rest.finish();
    return all.facts.obstacle().isPresent() ? List.of() : all.facts.findings.all();
  }

  /** After {@link #finish}: conflicts that only an unknown outcome can explain. */
  long unexplained() {
    return mixed != null ? 0 : second().conflicts.unexplained();
  }

  /** Appends that were under way while another one was. */
  long overlapping() {
    List<Attempt> attempts = events.attempts();
    long overlapping = 0;
    long latestEndNs = Long.MIN_VALUE;
    for (int i = 0; i < attempts.size(); i++) {
      HistoryLine.Span span = attempts.get(i).span();
      boolean next = i + 1 < attempts.size() && !span.isBefore(attempts.get(i + 1).span());
      if (next || span.invokedNs() <= latestEndNs) {
        overlapping++;
      }
      latestEndNs = Math.max(latestEndNs, span.completedNs());
    }
    return overlapping;
  }
}
