package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome;
import dev.slicebench.conformance.history.AppendOutcome.Acknowledged;
import dev.slicebench.conformance.history.AppendOutcome.Conflict;
import dev.slicebench.conformance.history.AppendOutcome.Refused;
import dev.slicebench.conformance.history.History;
import dev.slicebench.conformance.history.HistoryException;
import dev.slicebench.conformance.history.HistoryLine;
import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryLine.End;
import dev.slicebench.conformance.history.HistoryLine.Fault;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryLine.Heal;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Operation;
import dev.slicebench.conformance.history.ReadOutcome;
import dev.slicebench.evidence.verification.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds anomalies in a history: per stream, in time linear to it, a sort aside.
 *
 * <p><b>Sound.</b> No {@link Sentence} is broken by the history of a store that keeps its promises,
 * whatever the times and faults. What is used is only this:
 *
 * <ul>
 *   <li>An operation took effect, if at all, after it was invoked; and, where its caller was told
 *       success, before it was completed. All times are of one clock.
 *   <li>A refused append never takes effect. An unknown one does at any later time, or never: it is
 *       open for ever, also when another attempt with the same events was refused since.
 *   <li>An event is sent to a stream in one batch only, however often, and with one payload. A
 *       stream that was sent an event in two batches, or with two payloads, is not judged, and
 *       makes the history inconclusive; so does one that holds a batch twice, where two attempts
 *       may each have stored it.
 *   <li>A load shows what was committed when it began, of its range; a head is at least what was
 *       committed when it began.
 *   <li>Where two promises contradict each other one of them is broken, and that is an anomaly,
 *       though it may be named for the other one.
 * </ul>
 *
 * <p><b>Not complete.</b> It does not search for an order of operations: a history can be
 * impossible in ways that none of the anomalies names, and what no load shows is not known.
 */
public final class Checker {

  private final Map<String, StreamChecker> streams = new LinkedHashMap<>();
  private @Nullable Header header;
  private Demand demand = Demand.NONE;
  private long acknowledged;
  private long conflicts;
  private long refused;
  private long unknown;
  private long loads;
  private long heads;
  private long faults;
  private long lastFaultNs = Long.MIN_VALUE;
  private long lastHealNs = Long.MIN_VALUE;
  private long answered;
  private boolean complete;

  private Checker() {}

  /**
   * Checks a history, going through it twice.
   *
   * @throws HistoryException if it is none
   */
  public static CheckResult check(History history) {
    Checker checker = new Checker();
    history.forEachLine(checker::first);
    history.forEachLine(checker::second);
    return checker.result();
  }

  private void first(int number, HistoryLine line) {
    if (line instanceof Header first) {
      header = first;
    } else if (line instanceof Demand demanded) {
      demand = demanded;
    } else if (line instanceof Fault fault) {
      faults++;
      lastFaultNs = Math.max(lastFaultNs, fault.atNs());
    } else if (line instanceof Heal heal) {
      lastHealNs = Math.max(lastHealNs, heal.atNs());
    } else if (line instanceof End end) {
      complete = end.operations() == acknowledged + conflicts + refused + unknown + loads + heads;
    } else if (line instanceof Append append) {
      count(append.outcome());
      stream(append).append(number, append);
    } else if (line instanceof Load load) {
      loads++;
      count(load.outcome());
    } else if (line instanceof Head head) {
      heads++;
      count(head.outcome());
    }
  }

  private void count(ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.Complete) {
      answered++;
    }
  }

  private void count(AppendOutcome outcome) {
    if (outcome instanceof Acknowledged) {
      acknowledged++;
      answered++;
    } else if (outcome instanceof Conflict) {
      conflicts++;
      answered++;
    } else if (outcome instanceof Refused) {
      refused++;
    } else {
      unknown++;
    }
  }

  private void second(int number, HistoryLine line) {
    if (line instanceof Load load) {
      stream(load).load(number, load);
    } else if (line instanceof Head head) {
      stream(head).head(number, head);
    }
  }

  private StreamChecker stream(Operation operation) {
    return streams.computeIfAbsent(
        operation.stream(), name -> new StreamChecker(name, this::healedNs));
  }

  /** Returns since when no fault goes on; the end of time where one was never healed. */
  private long healedNs() {
    return lastFaultNs > lastHealNs ? Long.MAX_VALUE : lastHealNs;
  }

  private CheckResult result() {
    List<Violation> findings = new ArrayList<>();
    List<String> shortfalls = new ArrayList<>();
    long overlapping = 0;
    long unexplained = 0;
    for (StreamChecker stream : streams.values()) {
      for (Violation finding : stream.finish()) {
        if (complete || !finding.sentence().needsAllOperations()) {
          findings.add(finding);
        }
      }
      stream.obstacle().ifPresent(shortfalls::add);
      overlapping += stream.overlapping();
      unexplained += stream.unexplained();
    }
    findings.sort(Comparator.comparing(Violation::anomaly).thenComparing(Violation::sentence));
    if (answered == 0) {
      shortfalls.add("nothing was seen: the history has no operation that was answered");
    }
    if (!complete) {
      shortfalls.add(
          "the history has no end that counts its operations: what wrote it was killed, or lines"
              + " are missing");
    }
    shortfall(shortfalls, "appends that overlapped", overlapping, demand.overlapping());
    shortfall(shortfalls, "conflicts", conflicts, demand.conflicts());
    shortfall(shortfalls, "unknown outcomes", unknown, demand.unknown());
    Tally tally =
        new Tally(
            acknowledged,
            conflicts,
            unexplained,
            refused,
            unknown,
            overlapping,
            loads,
            heads,
            faults);
    return new CheckResult(Objects.requireNonNull(header), tally, findings, shortfalls);
  }

  private static void shortfall(List<String> shortfalls, String what, long were, long demanded) {
    if (were < demanded) {
      shortfalls.add("too few %s: %d, at least %d were asked for".formatted(what, were, demanded));
    }
  }
}
