package dev.slicebench.store.interleaving;

import dev.slicebench.store.EventData;
import dev.slicebench.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What one process does, operation by operation, through a store instance of its own.
 *
 * @param name the process's name; its events are named after it
 * @param believed the stream's version as the process believes it at first
 */
record Script(String name, long believed, List<Operation> operations) {

  /** A script that does nothing yet. */
  static Script of(String name, long believed) {
    return new Script(name, believed, List.of());
  }

  /** Appends next, any version expected. */
  Script any(int count) {
    return then(new Operation.AppendAny(events(count)));
  }

  /** Appends next, the version expected that the process then believes in. */
  Script exactly(int count) {
    return then(new Operation.AppendExactly(events(count)));
  }

  /** Does this next. */
  Script then(Operation operation) {
    List<Operation> all = new ArrayList<>(operations);
    all.add(operation);
    return new Script(name, believed, List.copyOf(all));
  }

  /** New events: as many as asked for, named and numbered within the script. */
  private List<EventData> events(int count) {
    int operation = operations.size() + 1;
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i -> {
              String event = name + operation + "." + i;
              String id = UUID.nameUUIDFromBytes(event.getBytes(StandardCharsets.UTF_8)).toString();
              return new EventData(id, event, Json.of(0));
            })
        .toList();
  }

  @Override
  public String toString() {
    return name + ", believing in version " + believed + ", " + operations;
  }
}
