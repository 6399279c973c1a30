package dev.slicebench.cli.terminal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock that JMH has for the machine, held for a whole run: two that measure at once spoil each
 * other's figures. JMH itself would let it go between two benchmarks.
 */
public final class MachineLock implements AutoCloseable {

  private final FileChannel file;

  private MachineLock(FileChannel file) {
    this.file = file;
  }

  public static MachineLock take() throws IOException {
    System.setProperty("jmh.ignoreLock", "true");
    return take(Path.of(System.getProperty("java.io.tmpdir", ""), "jmh.lock"));
  }

  public static MachineLock take(Path path) throws IOException {
    FileChannel file = open(path);
    if (file.tryLock() == null) {
      file.close();
      throw new IOException(
          "something else is measuring on this machine (it holds "
              + path
              + "): two at once spoil each other's figures, so wait for its end");
    }
    return new MachineLock(file);
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      // As JMH does: the next who measures may be another user.
      path.toFile().setWritable(true, false);
      return file;
    } catch (IOException e) {
      throw new IOException("cannot open " + path + ", which says who measures here: " + e, e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
