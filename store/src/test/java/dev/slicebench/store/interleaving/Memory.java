package dev.slicebench.store.interleaving;

import dev.slicebench.store.Direction;
import dev.slicebench.store.MemoryStateStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a state store at some moment. Equal contents are one object; what was once
 * carried out or read on them is known.
 */
final class Memory {

  /** What a call does to a store, and what it answers. */
  record CarriedOut(Memory after, Answer answer) {}

  /** What a script does to a store where nothing else goes on, and what it was told. */
  record Alone(Memory after, List<Observation> observed) {}

  private static final Script READER =
      Script.of("reader", 0)
          .then(new Operation.Load(Direction.FORWARDS))
          .then(new Operation.Load(Direction.BACKWARDS));

  private final Subject subject;
  private final MemoryStateStore store;
  private final Map<String, Memory> known;
  private final Map<Call, CarriedOut> carriedOut = new HashMap<>();
  private final Map<Script, Alone> alone = new HashMap<>();
  private @Nullable List<String> stream;

  private Memory(Subject subject, MemoryStateStore store, Map<String, Memory> known) {
    this.subject = subject;
    this.store = store;
    this.known = known;
  }

  /** A store without documents. */
  static Memory empty(Subject subject) {
    Map<String, Memory> known = new HashMap<>();
    MemoryStateStore store = subject.emptyStore();
    Memory empty = new Memory(subject, store, known);
    known.put(store.describe(), empty);
    return empty;
  }

  /** Carries out a call. */
  CarriedOut after(Call call) {
    return carriedOut.computeIfAbsent(call, this::carryOut);
  }

  /** Runs a script from its beginning to its end, each call carried out at once. */
  Alone alone(Script script) {
    Alone result = alone.get(script);
    if (result == null) {
      result = run(script);
      alone.put(script, result);
    }
    return result;
  }

  /**
   * The ids of the stream's events, as a fresh store instance reads them, forwards and backwards.
   *
   * @throws Anomaly if they cannot be read, or occur twice
   */
  List<String> stream() {
    if (stream == null) {
      stream = read();
    }
    return stream;
  }

  private CarriedOut carryOut(Call call) {
    MemoryStateStore copy = store.copy();
    Answer answer = call.on(copy);
    return new CarriedOut(
        call.writes()
            ? known.computeIfAbsent(copy.describe(), text -> new Memory(subject, copy, known))
            : this,
        answer);
  }

  private Alone run(Script script) {
    LiveProcess process = new LiveProcess(subject, script);
    Memory memory = this;
    while (!process.waiting().isEmpty()) {
      CarriedOut carriedOut = memory.after(process.waiting().get(0));
      memory = carriedOut.after();
      process.answer(0, carriedOut.answer());
    }
    return new Alone(memory, process.observed());
  }

  private List<String> read() {
    List<Observation> read = run(READER).observed();
    if (read.get(0) instanceof Observation.Loaded loaded && read.get(0).equals(read.get(1))) {
      if (loaded.ids().stream().distinct().count() < loaded.ids().size()) {
        throw new Anomaly(Anomaly.Kind.DUPLICATE, "an event is in the stream twice");
      }
      return loaded.ids();
    }
    throw new Anomaly(
        Anomaly.Kind.UNREADABLE,
        "loaded forwards and backwards: " + read.stream().distinct().toList());
  }

  @Override
  public String toString() {
    return store.describe();
  }
}
