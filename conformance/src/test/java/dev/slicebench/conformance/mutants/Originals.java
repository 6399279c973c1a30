package dev.slicebench.conformance.mutants;

import static dev.slicebench.conformance.mutants.Mutant.opened;

import dev.slicebench.conformance.ForwardingEventStore;
import dev.slicebench.conformance.reference.ReferenceEventStore;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** The original's protocol, flaws and all, in each of its modes. */
final class Originals {

  /**
   * What it breaks alone: no repeats, no existing streams, no limits, no look at what is missing.
   */
  private static final String[] FLAWS = {
    "1.5", "1.7", "1.11", "1.14", "1.17", "2.1", "2.2", "2.4", "2.5", "2.9", "2.10", "2.11", "2.12",
    "2.14", "2.15", "2.16", "2.17", "2.18", "3.10", "3.15", "3.16", "4.3"
  };

  private Originals() {}

  /** Which anomalies a race or a fault shows differs from run to run. */
  private static String[] flaws() {
    return Stream.concat(
            Stream.of(FLAWS),
            Rules.all().stream()
                .filter(
                    rule ->
                        rule.group() == RuleGroup.CONCURRENCY || rule.group() == RuleGroup.FAULTS)
                .map(Rule::id))
        .toArray(String[]::new);
  }

  static List<Mutant> mutants() {
    return List.of(
        opened("the original, OFF", "5.1", state -> original(state, SliceMode.OFF), flaws()),
        opened(
            "the original, TRANSACTIONAL",
            "5.1",
            state -> original(state, SliceMode.TRANSACTIONAL),
            flaws()),
        opened(
            "the original, TWO_PHASED",
            "5.1",
            state -> original(state, SliceMode.TWO_PHASED),
            flaws()),
        opened(
            "the original, OFF_AND_SHARED_ALL",
            "5.1",
            state -> original(state, SliceMode.OFF_AND_SHARED_ALL),
            flaws()),
        opened(
            "the original, and treats unknown as failed",
            "2.16",
            state ->
                new ForwardingEventStore(original(state, SliceMode.TWO_PHASED)) {
                  @Override
                  public Mono<AppendResult> append(
                      String stream, ExpectedVersion expected, List<EventData> events) {
                    return super.append(stream, expected, events)
                        .onErrorMap(
                            StateStoreException.class,
                            e -> new VersionConflictException(stream, expected, 0));
                  }
                },
            flaws()));
  }

  private static EventStore original(StateStore state, SliceMode mode) {
    MetadataProvider metadata =
        mode == SliceMode.OFF_AND_SHARED_ALL
            ? MetadataProvider.sharedPartition("all")
            : MetadataProvider.partitionPerStream();
    return new ReferenceEventStore(state, mode, metadata);
  }
}
