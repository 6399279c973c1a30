package dev.slicebench.conformance.written;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A file to which one process writes its log for another that deletes. Written by {@link #flush},
 * {@link #close} and the end of the JVM.
 */
public final class WriteLogFile implements AutoCloseable {

  private static final String PREFIX = "keys-";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final WriteLog log;
  private final Writer out;
  private final Thread hook = new Thread(this::flush, "write-log");

  private WriteLogFile(WriteLog log, Writer out) {
    this.log = log;
    this.out = out;
  }

  /** Opens a file for {@code log} in {@code folder}, named for this process's id. */
  public static WriteLogFile open(Path folder, WriteLog log) {
    Path file = folder.resolve(PREFIX + ProcessHandle.current().pid() + ".ndjson");
    try {
      WriteLogFile opened = new WriteLogFile(log, Files.newBufferedWriter(file));
      Runtime.getRuntime().addShutdownHook(opened.hook);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the files in {@code folder}. */
  public static List<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> String.valueOf(f.getFileName()).startsWith(PREFIX)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the id of the process that wrote {@code file}. */
  public static long pid(Path file) {
    String name = String.valueOf(file.getFileName());
    return Long.parseLong(name.substring(PREFIX.length(), name.indexOf('.')));
  }

  /** Returns what {@code file} holds; a last line that was cut off is left out. */
  public static List<Writes> read(Path file) {
    try {
      List<Writes> writes = new ArrayList<>();
      String text = Files.readString(file);
      int start = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        writes.add(MAPPER.readValue(text.substring(start, end), Writes.class));
        start = end + 1;
      }
      return writes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what was logged. */
  public synchronized void flush() {
    try {
      for (Writes writes : log.drain(Duration.ZERO)) {
        out.write(MAPPER.writeValueAsString(writes));
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
