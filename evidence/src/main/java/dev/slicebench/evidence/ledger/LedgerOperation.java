package dev.slicebench.evidence.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.store.SliceMode;
import java.util.Locale;

/**
 * An operation of one kind on one kind of stream.
 *
 * @param protocol whose protocol
 * @param benchmark an append, a load of the whole stream, or a load of its last ten events
 * @param contact what the store instance knows of the stream
 * @param streamLength events in the stream; an append's stream grows from there
 * @param eventsPerAppend how many events each append to the stream carried, and carries
 */
public record LedgerOperation(
    Protocol protocol,
    SliceMode mode,
    @JsonProperty("subject") Benchmark benchmark,
    Contact contact,
    int streamLength,
    int eventsPerAppend) {

  /** Returns a few words for tables and findings. */
  public String label() {
    return String.format(
        Locale.ROOT,
        "%s %s%s, %s, %,d events, %d an append",
        benchmark.label(),
        mode,
        protocol == Protocol.ORIGINAL ? " (original)" : "",
        contact.label(),
        streamLength,
        eventsPerAppend);
  }
}
