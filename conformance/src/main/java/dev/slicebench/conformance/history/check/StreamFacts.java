package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.HistoryLine.Span;
import java.util.ArrayList;
import java.util.List;

/** What is known of one stream: gathered line by line, judged at the end. */
final class StreamFacts {

  /**
   * What a load or head says of the stream's end.
   *
   * @param upper the version that it says was the last
   * @param isLoad whether a load says so, else a head
   */
  record Claim(int line, Span span, long upper, boolean isLoad) {

    /** For a witness. */
    @Override
    public String toString() {
      return isLoad
          ? "line %d: a load of process %d ends at version %d"
              .formatted(line, span.process(), upper)
          : "line %d: process %d was told head %d".formatted(line, span.process(), upper);
    }
  }

  final EventIndex events;
  final SeenVersions versions;
  final Violations findings;

  /** Versions that acknowledgements, loads, heads and conflicts told, by when they were told. */
  final RunningMax acknowledged = new RunningMax();

  final RunningMax loaded = new RunningMax();
  final RunningMax heads = new RunningMax();
  final RunningMax conflicts = new RunningMax();

  final List<Claim> claims = new ArrayList<>();

  StreamFacts(EventIndex events, Violations findings) {
    this.events = events;
    this.versions = new SeenVersions(events.size());
    this.findings = findings;
  }

  /** Notes that a process was told where the stream ends. */
  void head(int line, Span span, long version) {
    heads.add(span.completedNs(), version, line);
    claims.add(new Claim(line, span, version, false));
  }

  /** Returns what was certainly reached before a time, by acknowledgements and loads. */
  long certainBefore(long timeNs) {
    return Math.max(acknowledged.versionBefore(timeNs), loaded.versionBefore(timeNs));
  }
}
