package dev.slicebench.conformance.mutants;

import static dev.slicebench.conformance.mutants.Mutant.opened;

import dev.slicebench.conformance.ReferenceEventStore;
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
import reactor.core.publisher.Mono;

/** The original's protocol, flaws and all, in each of its modes. */
final class Originals {

  private Originals() {}

  static List<Mutant> mutants() {
    return List.of(
        opened("the original, OFF", "5.1", state -> original(state, SliceMode.OFF)),
        opened(
            "the original, TRANSACTIONAL",
            "5.1",
            state -> original(state, SliceMode.TRANSACTIONAL)),
        opened("the original, TWO_PHASED", "5.1", state -> original(state, SliceMode.TWO_PHASED)),
        opened(
            "the original, OFF_AND_SHARED_ALL",
            "5.1",
            state -> original(state, SliceMode.OFF_AND_SHARED_ALL)),
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
                }));
  }

  private static EventStore original(StateStore state, SliceMode mode) {
    MetadataProvider metadata =
        mode == SliceMode.OFF_AND_SHARED_ALL
            ? MetadataProvider.sharedPartition("all")
            : MetadataProvider.partitionPerStream();
    return new ReferenceEventStore(state, mode, metadata);
  }
}
