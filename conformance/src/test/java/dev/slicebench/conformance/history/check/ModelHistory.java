package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome;
import dev.slicebench.conformance.history.EventId;
import dev.slicebench.conformance.history.HistoryLine;
import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.conformance.history.HistoryLine.End;
import dev.slicebench.conformance.history.HistoryLine.Fault;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryLine.Heal;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Operation;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.conformance.history.ReadOutcome;
import dev.slicebench.store.Direction;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A history of processes that use streams which keep every promise, drawn from a seed: appends with
 * every expected version, also one that is not reached yet, repeats, two processes with the same
 * events, loads of all kinds, faults, operations that are given up, and unknown outcomes that
 * surface late or never. In one history of eight, events are sent again with another expected
 * version, and may be stored twice. At the end one process is alone with the first stream:
 *
 * <pre>head, append x, load, append y, load, head, load backwards, load the tail</pre>
 */
public final class ModelHistory {

  static final String STREAM = "s";

  private static final int STEP_NS = 100;

  private final Random random;
  private final int operationsPerProcess;
  private final boolean quietAtRest;
  private final boolean careless;
  private final List<ModelStream> streams = new ArrayList<>();
  private final PriorityQueue<Happening> agenda = queue();
  private final PriorityQueue<Happening> landings = queue();
  private final List<Operation> operations = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private long nowNs;
  private long order;
  private long events;
  private boolean faulty;
  private boolean healed;

  private record Happening(long atNs, long order, Runnable what) {}

  private record Sent(int stream, ExpectedVersion expected, List<EventId> events) {}

  private ModelHistory(long seed, int operationsPerProcess) {
    this.random = new Random(seed);
    this.operationsPerProcess = operationsPerProcess;
    this.quietAtRest = random.nextBoolean();
    this.careless = isCareless(seed);
  }

  /** The history's lines, header and end included. */
  public static List<HistoryLine> of(long seed, int processes, int operationsPerProcess) {
    return new ModelHistory(seed, operationsPerProcess).run(seed, processes);
  }

  /** Returns whether events may be stored twice in the history of this seed, as is allowed. */
  static boolean isCareless(long seed) {
    return seed % 8 == 0;
  }

  private List<HistoryLine> run(long seed, int processes) {
    for (int i = 0; i <= random.nextInt(2); i++) {
      streams.add(new ModelStream());
    }
    long faultNs = random.nextInt(STEP_NS * operationsPerProcess);
    long healNs = faultNs + random.nextInt(STEP_NS * operationsPerProcess);
    in(faultNs, () -> faulty = true);
    in(
        healNs,
        () -> {
          faulty = false;
          healed = true;
        });
    for (int process = 1; process <= processes; process++) {
      step(process, operationsPerProcess, 0);
    }
    while (!agenda.isEmpty()) {
      happen();
    }
    rest(processes + 1);
    operations.sort(Comparator.comparingLong(operation -> operation.span().completedNs()));
    List<HistoryLine> lines = new ArrayList<>();
    lines.add(new Header(seed, "model", "any", "generated"));
    lines.add(new Fault(faultNs, "answers are lost"));
    lines.add(new Heal(healNs, "answers are lost"));
    lines.addAll(operations);
    lines.add(new End(operations.size()));
    return lines;
  }

  private void happen() {
    Happening landing = landings.peek();
    boolean lands = landing != null && landing.atNs() < agenda.element().atNs();
    Happening next = lands ? landings.remove() : agenda.remove();
    nowNs = next.atNs();
    next.what().run();
  }

  private static PriorityQueue<Happening> queue() {
    return new PriorityQueue<>(
        Comparator.comparingLong(Happening::atNs).thenComparingLong(Happening::order));
  }

  private void in(long ns, Runnable what) {
    agenda.add(happening(ns, what));
  }

  private Happening happening(long ns, Runnable what) {
    return new Happening(nowNs + ns, order++, what);
  }

  private void step(int process, int left, long known) {
    if (left == 0) {
      return;
    }
    int stream = random.nextInt(streams.size());
    in(
        1 + random.nextInt(STEP_NS),
        () -> {
          switch (random.nextInt(10)) {
            case 0, 1 ->
                load(process, stream, randomOptions(), () -> step(process, left - 1, known));
            case 2 -> head(process, stream, () -> step(process, left - 1, seen(stream)));
            case 3 -> repeat(process, () -> step(process, left - 1, known));
            default ->
                append(
                    process,
                    new Sent(stream, randomExpected(stream, known), newEvents(random.nextInt(4))),
                    () -> step(process, left - 1, seen(stream)));
          }
        });
  }

  private long seen(int stream) {
    return streams.get(stream).version();
  }

  private ExpectedVersion randomExpected(int stream, long known) {
    return switch (random.nextInt(7)) {
      case 0 -> ExpectedVersion.any();
      case 1 -> ExpectedVersion.noStream();
      case 2 -> ExpectedVersion.streamExists();
      case 3 -> ExpectedVersion.exact(known);
      case 4 -> ExpectedVersion.exact(seen(stream) + random.nextInt(4));
      default -> ExpectedVersion.exact(seen(stream));
    };
  }

  private LoadOptions randomOptions() {
    LoadOptions options = LoadOptions.all();
    if (random.nextBoolean()) {
      options = options.withFrom(1 + random.nextInt(20));
    }
    if (random.nextInt(3) == 0) {
      options = options.withTo(random.nextInt(30));
    }
    if (random.nextInt(3) == 0) {
      options = options.withMaxCount(random.nextInt(6));
    }
    return random.nextBoolean() ? options : options.withDirection(Direction.BACKWARDS);
  }

  private List<EventId> newEvents(int count) {
    long first = events + 1;
    events += count;
    List<EventId> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batch.add(new EventId(1, first + i, random.nextInt(20) == 0 ? 7 : 0));
    }
    return batch;
  }

  /** What was sent before, by whomever, is sent again. */
  private void repeat(int process, Runnable next) {
    if (sent.isEmpty()) {
      next.run();
    } else {
      Sent again = sent.get(sent.size() - 1 - random.nextInt(Math.min(4, sent.size())));
      ExpectedVersion expected =
          careless ? randomExpected(again.stream, seen(again.stream)) : again.expected;
      append(process, new Sent(again.stream, expected, again.events), next);
    }
  }

  private void append(int process, Sent what, Runnable next) {
    sent.add(what);
    long invokedNs = nowNs;
    int chance = random.nextInt(100);
    if (chance < (faulty ? 40 : 5)) {
      int late = random.nextInt(3) == 0 ? 20 * operationsPerProcess : 1;
      if (random.nextInt(3) > 0) {
        landings.add(happening(1 + random.nextInt(STEP_NS * late), () -> land(what)));
      }
      in(
          1 + random.nextInt(2 * STEP_NS),
          () -> appended(process, invokedNs, what, new AppendOutcome.Unknown("lost"), next));
    } else if (chance < (faulty ? 50 : 8)) {
      in(
          1 + random.nextInt(STEP_NS),
          () -> appended(process, invokedNs, what, new AppendOutcome.Refused("away"), next));
    } else {
      in(
          1 + random.nextInt(STEP_NS),
          () -> {
            AppendOutcome outcome = land(what);
            in(
                1 + random.nextInt(STEP_NS),
                () -> appended(process, invokedNs, what, outcome, next));
          });
    }
  }

  private AppendOutcome land(Sent what) {
    return streams
        .get(what.stream())
        .append(what.expected(), what.events(), careless && random.nextBoolean(), random);
  }

  private void appended(
      int process, long invokedNs, Sent what, AppendOutcome outcome, Runnable next) {
    operations.add(
        new Append(
            new Span(process, invokedNs, nowNs),
            name(what.stream()),
            what.expected(),
            what.events(),
            outcome));
    next.run();
  }

  private static String name(int stream) {
    return stream == 0 ? STREAM : STREAM + stream;
  }

  private void load(int process, int stream, LoadOptions options, Runnable next) {
    long invokedNs = nowNs;
    // At rest a store whose loads fail again and again is not sound.
    boolean fails = !healed && random.nextInt(100) < (faulty ? 40 : 5);
    in(
        1 + random.nextInt(STEP_NS),
        () -> {
          List<Delivered> read = streams.get(stream).load(options);
          List<Delivered> delivered =
              fails ? read.subList(0, random.nextInt(read.size() + 1)) : read;
          ReadOutcome outcome = fails ? failure() : new ReadOutcome.Complete();
          in(
              1 + random.nextInt(STEP_NS),
              () -> {
                Span span = new Span(process, invokedNs, nowNs);
                operations.add(new Load(span, name(stream), options, delivered, outcome));
                next.run();
              });
        });
  }

  private ReadOutcome failure() {
    return random.nextBoolean()
        ? new ReadOutcome.Failed("away")
        : new ReadOutcome.Unknown("given up");
  }

  private void head(int process, int stream, Runnable next) {
    long invokedNs = nowNs;
    boolean fails = random.nextInt(100) < (faulty ? 40 : 5);
    in(
        1 + random.nextInt(STEP_NS),
        () -> {
          long version = seen(stream);
          in(
              1 + random.nextInt(STEP_NS),
              () -> {
                Span span = new Span(process, invokedNs, nowNs);
                operations.add(
                    fails
                        ? new Head(span, name(stream), 0, failure())
                        : new Head(span, name(stream), version, new ReadOutcome.Complete()));
                next.run();
              });
        });
  }

  /** Each step ends before the next begins; what is late may still land in between. */
  private void rest(int process) {
    atRest(new Head(span(process), STREAM, seen(0), new ReadOutcome.Complete()));
    appendAtRest(process, ExpectedVersion.any());
    loadAtRest(process, LoadOptions.all());
    appendAtRest(process, ExpectedVersion.exact(seen(0)));
    loadAtRest(process, LoadOptions.all());
    atRest(new Head(span(process), STREAM, seen(0), new ReadOutcome.Complete()));
    loadAtRest(process, LoadOptions.all().withDirection(Direction.BACKWARDS));
    loadAtRest(process, LoadOptions.from(Math.max(1, seen(0) - 3)));
  }

  private void appendAtRest(int process, ExpectedVersion expected) {
    List<EventId> batch = newEvents(2);
    AppendOutcome outcome = streams.get(0).append(expected, batch, false, random);
    atRest(new Append(span(process), STREAM, expected, batch, outcome));
  }

  private void loadAtRest(int process, LoadOptions options) {
    List<Delivered> read = streams.get(0).load(options);
    atRest(new Load(span(process), STREAM, options, read, new ReadOutcome.Complete()));
  }

  private Span span(int process) {
    return new Span(process, nowNs + 1, nowNs + 3);
  }

  private void atRest(Operation operation) {
    operations.add(operation);
    nowNs += 4;
    if (!quietAtRest && !landings.isEmpty() && random.nextInt(3) == 0) {
      landings.remove().what().run();
    }
  }
}
