package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.HistoryLine.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  private @Nullable String obstacle;

  StreamFacts(EventIndex events, Violations findings) {
    this.events = events;
    this.versions = new SeenVersions(highest(events));
    this.findings = findings;
  }

  /** Returns the highest version that there can be: each attempt may have stored its events. */
  private static int highest(EventIndex events) {
    long highest = 0;
    for (Batch batch : events.batches()) {
      highest += (long) batch.size * Math.max(1, batch.timesStored());
    }
    return (int) Math.min(highest, Integer.MAX_VALUE - 1);
  }

  /** Notes that a process was told where the stream ends. */
  void head(int line, Span span, long version) {
    heads.add(span.completedNs(), version, line);
    claims.add(new Claim(line, span, version, false));
  }

  /**
   * Notes that an append stands behind two versions, which is wrong unless two of its sendings may
   * each have stored it. Such a stream is not judged: an event's version is what all else rests on.
   */
  void standsTwice(Batch batch, long one, long other, Sentence broken, String witness) {
    if (!batch.mayStandBehind(one, other)) {
      findings.add(broken, "%s", witness);
    } else if (obstacle == null) {
      obstacle =
          ("two sendings of one append may each have stored it, which no event store excludes unless"
                  + " both expect the same version: %s")
              .formatted(witness);
    }
  }

  /** Returns why the stream cannot be judged, if it cannot. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /** Returns the highest version that anybody had told before a time. */
  long toldBefore(long timeNs) {
    return Math.max(
        certainBefore(timeNs),
        Math.max(heads.versionBefore(timeNs), conflicts.versionBefore(timeNs)));
  }

  /** Returns what was certainly reached before a time, by acknowledgements and loads. */
  private long certainBefore(long timeNs) {
    return Math.max(acknowledged.versionBefore(timeNs), loaded.versionBefore(timeNs));
  }
}
