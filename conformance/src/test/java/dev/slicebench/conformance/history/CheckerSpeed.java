package dev.slicebench.conformance.history;

import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.conformance.history.HistoryLine.End;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.conformance.history.check.HistoryCheck;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes a history of one stream with a million operations and measures how long it takes to check
 * its file: run it with {@code -Xmx512m}. Not a test: what a busy machine measures proves nothing.
 */
public final class CheckerSpeed {

  private static final int MILLION = 1_000_000;
  private static final int PROCESSES = 50;
  private static final int STEP_NS = 10;
  private static final int MAX_TAIL = 20;
  private static final ReadOutcome COMPLETE = new ReadOutcome.Complete();

  private final Random random = new Random(1);
  private final BufferedWriter writer;
  private final List<EventId> stored = new ArrayList<>();
  private long nowNs;

  private CheckerSpeed(BufferedWriter writer) {
    this.writer = writer;
  }

  /** Writes and checks a history of so many operations, a million unless given. */
  public static void main(String[] args) throws IOException {
    int operations = args.length == 0 ? MILLION : Integer.parseInt(args[0]);
    Path file = Files.createTempFile("history", ".jsonl");
    try {
      write(file, operations);
      long startNs = System.nanoTime();
      long processorMs = processorMillis();
      HistoryCheck check = HistoryCheck.of(file);
      Duration took = Duration.ofNanos(System.nanoTime() - startNs);
      System.out.printf(
          "%s%d operations, %d MB in the file, %d MB of heap at the most: %d ms;"
              + " %d ms of processor time%n",
          check,
          check.result().tally().operations(),
          Files.size(file) >> 20,
          Runtime.getRuntime().maxMemory() >> 20,
          took.toMillis(),
          processorMillis() - processorMs);
    } finally {
      Files.delete(file);
    }
  }

  private static long processorMillis() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean of
        ? Duration.ofNanos(of.getProcessCpuTime()).toMillis()
        : -1;
  }

  /** A sound history: every second operation an append, loads of the tail, one load of it all. */
  public static void write(Path file, int operations) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      new CheckerSpeed(writer).write(operations);
    }
  }

  private void write(int operations) {
    write(new Header(1, "model", "any", "a measurement of the checker"));
    for (int i = 1; i < operations; i++) {
      nowNs += STEP_NS;
      switch (random.nextInt(10)) {
        case 0 -> write(new Head(span(), "s", stored.size(), COMPLETE));
        case 1, 2, 3 -> load(1 + Math.max(0, stored.size() - random.nextInt(MAX_TAIL)));
        default -> append(i);
      }
    }
    nowNs += 2L * STEP_NS * PROCESSES;
    load(1);
    write(new End(operations));
  }

  private void append(int number) {
    List<EventId> events = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      events.add(new EventId(number, i, 0));
    }
    int base = stored.size();
    boolean stale = base > 0 && random.nextInt(4) == 0;
    ExpectedVersion expected = ExpectedVersion.exact(stale ? base - 1 : base);
    AppendOutcome outcome = new AppendOutcome.Conflict(base);
    if (!stale) {
      stored.addAll(events);
      outcome =
          random.nextInt(20) == 0
              ? new AppendOutcome.Unknown("lost")
              : new AppendOutcome.Acknowledged(new AppendResult(stored.size(), base == 0, false));
    }
    write(new Append(span(), "s", expected, events, outcome));
  }

  private void load(int from) {
    List<Delivered> read = new ArrayList<>();
    for (int version = from; version <= stored.size(); version++) {
      read.add(new Delivered(version, stored.get(version - 1)));
    }
    write(new Load(span(), "s", LoadOptions.from(from), read, COMPLETE));
  }

  /** Around now, so that many overlap. */
  private Span span() {
    return new Span(
        1 + random.nextInt(PROCESSES),
        Math.max(0, nowNs - random.nextInt(STEP_NS * PROCESSES)),
        nowNs + random.nextInt(STEP_NS * PROCESSES));
  }

  private void write(HistoryLine line) {
    try {
      writer.write(LineCodec.write(line));
      writer.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
