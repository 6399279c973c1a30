package dev.slicebench.bench.ruler;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;

/**
 * Work that is the same whatever is compared, timed between the turns of the forks: it tells how
 * fast the machine was for each side. After the calibration benchmarks of Apache Groovy's
 * performance tests.
 */
public final class Ruler implements Closeable {

  private static final int MIXES = 100_000;
  private static final int ARRAYS = 64;
  private static final int ARRAY_BYTES = 8 * 1024;
  private static final int ROUND_TRIPS = 4;
  private static final int WARM_UPS = 500;

  private final ServerSocket server;
  private final Socket echo;
  private final Socket near;
  private volatile long sink;

  private Ruler() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    near = new Socket(server.getInetAddress(), server.getLocalPort());
    echo = server.accept();
    near.setTcpNoDelay(true);
    echo.setTcpNoDelay(true);
    Thread thread = new Thread(this::echo, "ruler");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns a ruler that is warm. */
  public static Ruler warm() throws IOException {
    Ruler ruler = new Ruler();
    for (int i = 0; i < WARM_UPS; i++) {
      ruler.read();
    }
    return ruler;
  }

  /**
   * Returns how long each part takes now, in milliseconds; a reading takes about one altogether.
   */
  public Map<RulerPart, Double> read() throws IOException {
    Map<RulerPart, Double> reading = new EnumMap<>(RulerPart.class);
    long start = System.nanoTime();
    mix();
    long mixed = System.nanoTime();
    allocate();
    long allocated = System.nanoTime();
    travel();
    long travelled = System.nanoTime();
    reading.put(RulerPart.CPU, (mixed - start) / 1e6);
    reading.put(RulerPart.MEMORY, (allocated - mixed) / 1e6);
    reading.put(RulerPart.LOOPBACK, (travelled - allocated) / 1e6);
    return reading;
  }

  /** Marsaglia's xorshift generator: each step needs the one before. */
  private void mix() {
    long state = sink | 1;
    for (int i = 0; i < MIXES; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
    }
    sink = state;
  }

  private void allocate() {
    byte[][] arrays = new byte[ARRAYS][];
    long sum = 0;
    for (int i = 0; i < ARRAYS; i++) {
      arrays[i] = new byte[ARRAY_BYTES];
      arrays[i][i] = (byte) sink;
      sum += arrays[i / 2][i / 2];
    }
    sink = sum;
  }

  private void travel() throws IOException {
    for (int i = 0; i < ROUND_TRIPS; i++) {
      near.getOutputStream().write(i);
      if (near.getInputStream().read() != i) {
        throw new EOFException("the loopback lost a byte");
      }
    }
  }

  private void echo() {
    try {
      for (int read = echo.getInputStream().read();
          read >= 0;
          read = echo.getInputStream().read()) {
        echo.getOutputStream().write(read);
      }
    } catch (IOException e) {
      // Closed: nobody waits for an answer any more.
    }
  }

  @Override
  public void close() throws IOException {
    near.close();
    echo.close();
    server.close();
  }
}
