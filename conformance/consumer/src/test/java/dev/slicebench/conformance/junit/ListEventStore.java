package dev.slicebench.conformance.junit;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.VersionConflictException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Somebody else's event store: a list a stream, in memory. */
class ListEventStore implements EventStore {

  final Map<String, List<RecordedEvent>> streams = new ConcurrentHashMap<>();

  @Override
  public Mono<AppendResult> append(
      String stream, ExpectedVersion expected, List<EventData> events) {
    return Mono.fromCallable(() -> appended(stream, expected, events));
  }

  private AppendResult appended(String stream, ExpectedVersion expected, List<EventData> events) {
    requireValid(stream);
    List<String> ids = events.stream().map(EventData::id).toList();
    if (new HashSet<>(ids).size() < ids.size()) {
      throw new InvalidRequestException("an event id occurs twice");
    }
    while (true) {
      List<RecordedEvent> stored = streams.getOrDefault(stream, List.of());
      int version = stored.size();
      int base = base(expected, version);
      int end = base + events.size();
      if (!events.isEmpty()
          && end <= version
          && stored.subList(base, end).stream().map(RecordedEvent::id).toList().equals(ids)) {
        return new AppendResult(end, base == 0, true);
      }
      if (!expected.isMetBy(version)) {
        throw new VersionConflictException(stream, expected, version);
      }
      if (events.isEmpty()) {
        return new AppendResult(version, false, false);
      }
      List<RecordedEvent> next = new ArrayList<>(stored);
      for (EventData event : events) {
        next.add(
            new RecordedEvent(event.id(), event.name(), stream, event.data(), next.size() + 1L));
      }
      if (replace(stream, stored, next)) {
        return new AppendResult(next.size(), version == 0, false);
      }
    }
  }

  /** Returns whether {@code before} was still there, and is replaced. */
  boolean replace(String stream, List<RecordedEvent> before, List<RecordedEvent> after) {
    return before.isEmpty()
        ? streams.putIfAbsent(stream, after) == null
        : streams.replace(stream, before, after);
  }

  /** Behind which version the events would have been stored. */
  private static int base(ExpectedVersion expected, int version) {
    if (expected instanceof ExpectedVersion.Exact exact) {
      return (int) Math.min(exact.version(), version);
    }
    return expected instanceof ExpectedVersion.NoStream ? 0 : version;
  }

  @Override
  public Flux<RecordedEvent> load(String stream, LoadOptions options) {
    return Flux.defer(() -> Flux.fromIterable(loaded(stream, options)));
  }

  private List<RecordedEvent> loaded(String stream, LoadOptions options) {
    requireValid(stream);
    List<RecordedEvent> range =
        new ArrayList<>(
            streams.getOrDefault(stream, List.of()).stream()
                .filter(e -> e.version() >= options.from() && e.version() <= options.to())
                .toList());
    if (options.direction() == Direction.BACKWARDS) {
      Collections.reverse(range);
    }
    return range.subList(0, (int) Math.min(range.size(), options.maxCount()));
  }

  @Override
  public Mono<Long> head(String stream) {
    return load(stream, LoadOptions.last(1)).next().map(RecordedEvent::version);
  }

  private static void requireValid(String stream) {
    if (stream.isEmpty() || stream.contains("||") || stream.endsWith("|")) {
      throw new InvalidRequestException("the name '" + stream + "' is not allowed");
    }
  }
}
