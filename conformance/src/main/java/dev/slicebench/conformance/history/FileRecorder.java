package dev.slicebench.conformance.history;

import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryLine.End;
import dev.slicebench.conformance.history.HistoryLine.Fault;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryLine.Heal;
import dev.slicebench.conformance.history.HistoryLine.Operation;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.store.EventStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes a history to a file, a line with each operation that ends. */
final class FileRecorder implements HistoryRecorder {

  private static final String NOT_ENDED = "the history ended first";

  private final Path file;
  private final OutputStream out;
  private final LongSupplier clock;
  private final long startNs;
  private final Set<Pending<?>> pending = new LinkedHashSet<>();
  private int processes;
  private long operations;
  private boolean closed;
  private @Nullable IOException failure;

  FileRecorder(Path file, Header header, LongSupplier clock) throws IOException {
    this.file = file;
    // Without a buffer: what a killed JVM still held would be lost.
    this.out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.clock = clock;
    this.startNs = clock.getAsLong();
    try {
      write(header);
    } catch (UncheckedIOException e) {
      out.close();
      throw e.getCause();
    }
  }

  /**
   * An operation under way.
   *
   * @param <T> how it may end
   */
  final class Pending<T> {

    private final int process;
    private final long invokedNs;
    private final Function<String, T> unknown;
    private final BiFunction<Span, T, Operation> operation;

    private Pending(
        int process, Function<String, T> unknown, BiFunction<Span, T, Operation> operation) {
      this.process = process;
      this.invokedNs = now();
      this.unknown = unknown;
      this.operation = operation;
    }

    /** Writes the operation down, unless that was done. */
    void end(T outcome) {
      long completedNs = now();
      synchronized (FileRecorder.this) {
        if (pending.remove(this)) {
          operations++;
          write(operation.apply(new Span(process, invokedNs, completedNs), outcome));
        }
      }
    }

    private void endUnknown() {
      end(unknown.apply(NOT_ENDED));
    }
  }

  @Override
  public synchronized EventStore observe(EventStore store) {
    processes++;
    return new ObservedEventStore(store, this, processes);
  }

  /**
   * Begins an operation.
   *
   * @param unknown how it ends should it never end, with the reason
   * @param operation what is written down when it ends
   */
  synchronized <T> Pending<T> begin(
      int process, Function<String, T> unknown, BiFunction<Span, T, Operation> operation) {
    Pending<T> begun = new Pending<>(process, unknown, operation);
    if (!closed) {
      pending.add(begun);
    }
    return begun;
  }

  @Override
  public void demand(Demand demand) {
    write(demand);
  }

  @Override
  public void fault(String what) {
    write(new Fault(now(), what));
  }

  @Override
  public void heal(String what) {
    write(new Heal(now(), what));
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public synchronized Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    try (out) {
      if (failure == null) {
        List.copyOf(pending).forEach(Pending::endUnknown);
        write(new End(operations));
      }
    } catch (UncheckedIOException e) {
      // It is kept as the failure already.
    } catch (IOException e) {
      failure = e;
    } finally {
      closed = true;
    }
  }

  private long now() {
    return clock.getAsLong() - startNs;
  }

  private synchronized void write(HistoryLine line) {
    if (closed) {
      return;
    }
    try {
      out.write((LineCodec.write(line) + '\n').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      failure = e;
      throw new UncheckedIOException("the history cannot be written: " + file, e);
    }
  }
}
