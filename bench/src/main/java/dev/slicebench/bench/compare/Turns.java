package dev.slicebench.bench.compare;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Gives turns to one fork's {@link TurnProfiler}. */
final class Turns implements AutoCloseable {

  private static final int LOOK_MS = 200;

  private final ServerSocket server;
  private final BooleanSupplier alive;
  private @Nullable Socket fork;
  private boolean ready;

  /**
   * Listens.
   *
   * @param alive whether the fork may still be waited for
   */
  Turns(BooleanSupplier alive) throws IOException {
    this.alive = alive;
    this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(LOOK_MS);
  }

  /** Returns the port for {@link TurnProfiler#PORT}. */
  int port() {
    return server.getLocalPort();
  }

  /**
   * Waits until the fork is ready for its next iteration; a second call before {@link #give()} does
   * nothing.
   *
   * @throws IOException if it has ended or failed
   */
  void await() throws IOException {
    while (fork == null) {
      try {
        fork = server.accept();
        fork.setTcpNoDelay(true);
        fork.setSoTimeout(LOOK_MS);
      } catch (SocketTimeoutException e) {
        requireLife();
      }
    }
    if (!ready) {
      expect(fork, TurnProfiler.ASK);
      ready = true;
    }
  }

  /**
   * Lets the fork do one iteration; returns when that is done.
   *
   * @throws IOException if it has ended or failed
   */
  void give() throws IOException {
    if (fork == null || !ready) {
      throw new IllegalStateException("the fork has not asked for a turn");
    }
    ready = false;
    fork.getOutputStream().write(TurnProfiler.GO);
    expect(fork, TurnProfiler.DONE);
  }

  private void expect(Socket from, int signal) throws IOException {
    while (true) {
      try {
        int read = from.getInputStream().read();
        if (read != signal) {
          throw new EOFException("the fork has ended");
        }
        return;
      } catch (SocketTimeoutException e) {
        requireLife();
      }
    }
  }

  private void requireLife() throws IOException {
    if (!alive.getAsBoolean()) {
      throw new EOFException("the fork has ended");
    }
  }

  @Override
  public void close() throws IOException {
    try (server) {
      if (fork != null) {
        fork.close();
      }
    }
  }
}
