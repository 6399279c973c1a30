package dev.slicebench.bench.written;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A file of the keys that one process wrote to a state store, in the order of the calls. A call to
 * {@link #record} only remembers; {@link #flush}, {@link #close} and the end of the JVM write.
 */
public final class KeyLog implements AutoCloseable {

  private static final String PREFIX = "keys-";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ConcurrentLinkedQueue<Entry> pending = new ConcurrentLinkedQueue<>();
  private final Writer out;
  private final Thread hook = new Thread(this::flush, "key-log");

  /**
   * Keys written under one request metadata.
   *
   * @param metadata Dapr's request metadata, such as {@code partitionKey}
   */
  public record Entry(Map<String, String> metadata, List<String> keys) {}

  private KeyLog(Writer out) {
    this.out = out;
  }

  /** A log of this process's own in {@code folder}, named for its process id. */
  public static KeyLog open(Path folder) {
    Path file = folder.resolve(PREFIX + ProcessHandle.current().pid() + ".ndjson");
    try {
      KeyLog log = new KeyLog(Files.newBufferedWriter(file));
      Runtime.getRuntime().addShutdownHook(log.hook);
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code state}, with every key recorded here before it is written. */
  public StateStore through(StateStore state) {
    return state.intercepted(
        Write.class,
        (write, next) -> {
          record(write.metadata(), write.operations().stream().map(StateOperation::key).toList());
          return write.on(next);
        });
  }

  /** The logs in {@code folder}. */
  public static List<Path> logs(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> String.valueOf(f.getFileName()).startsWith(PREFIX)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The id of the process that wrote {@code log}. */
  public static long pid(Path log) {
    String name = String.valueOf(log.getFileName());
    return Long.parseLong(name.substring(PREFIX.length(), name.indexOf('.')));
  }

  /** What {@code log} holds; a last line that was cut off is left out. */
  public static List<Entry> read(Path log) {
    try {
      List<Entry> entries = new ArrayList<>();
      String text = Files.readString(log);
      int start = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        entries.add(MAPPER.readValue(text.substring(start, end), Entry.class));
        start = end + 1;
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Remembers keys that are about to be written. */
  public void record(Map<String, String> metadata, List<String> keys) {
    pending.add(new Entry(metadata, keys));
  }

  /** Writes what was remembered. */
  public synchronized void flush() {
    try {
      for (Entry entry = pending.poll(); entry != null; entry = pending.poll()) {
        out.write(MAPPER.writeValueAsString(entry));
        out.write('\n');
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    flush();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      out.close();
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook may still be running.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
