package dev.slicebench.sidecar.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private static final long SEED = 7;
  private static final int PATIENCE_MS = 20_000;

  private Echo echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new Echo();
    proxy = TcpProxy.start(echo.address(), Latency.NONE);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void bytesPassUnchangedAndAreCounted() throws IOException {
    byte[] sent = new byte[3_000_000];
    new Random(SEED).nextBytes(sent);
    try (Socket client = connect()) {
      assertThat(exchange(client, sent)).isEqualTo(sent);
    }
    ProxyCounts counts = proxy.counts();
    assertThat(counts.connections()).isEqualTo(1);
    assertThat(counts.requestBytes()).isEqualTo(sent.length);
    assertThat(counts.answerBytes()).isEqualTo(sent.length);
    assertThat(counts.swallowedBytes() + counts.cut() + counts.refused()).isZero();
  }

  @Test
  void aRoundTripTakesAtLeastWhatWasAsked() throws IOException {
    proxy.delay(Latency.ofRoundTrip(Duration.ofMillis(30), Duration.ZERO, SEED));
    try (Socket client = connect()) {
      for (int i = 0; i < 5; i++) {
        long before = System.nanoTime();
        exchange(client, new byte[] {1});
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(30_000_000);
      }
    }
  }

  @Test
  void latencyDoesNotThrottle() throws IOException {
    // Waiting 20 ms for each piece of 1 KiB, one after another, would take 40 s.
    proxy.delay(Latency.ofRoundTrip(Duration.ofMillis(20), Duration.ofMillis(20), SEED));
    byte[] sent = new byte[2_000 * 1024];
    new Random(SEED).nextBytes(sent);
    try (Socket client = connect()) {
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < sent.length; i += 1024) {
                    client.getOutputStream().write(sent, i, 1024);
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(client.getInputStream().readNBytes(sent.length))
          .as("in order, whatever the jitter of seed %d", SEED)
          .isEqualTo(sent);
      writer.join();
    }
  }

  @Test
  void aLatencyFollowsFromItsSeed() {
    Latency latency = new Latency(Duration.ofMillis(1), Duration.ofMillis(2), SEED);
    Random one = new Random(SEED);
    Random other = new Random(SEED);
    for (int i = 0; i < 100; i++) {
      assertThat(latency.drawNanos(one))
          .isBetween(1_000_000L, 3_000_000L)
          .isEqualTo(latency.drawNanos(other));
    }
  }

  @Test
  void cuttingResetsWhatIsThereAndLetsNewConnectionsThrough() throws IOException {
    try (Socket client = connect();
        Socket next = new Socket()) {
      exchange(client, new byte[] {1});
      proxy.cut();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      next.connect(proxy.address());
      next.setSoTimeout(PATIENCE_MS);
      assertThat(exchange(next, new byte[] {2})).containsExactly(2);
    }
    assertThat(proxy.counts().cut()).isEqualTo(1);
  }

  @Test
  void cuttingMindsNoServerThatHasGoneBefore() throws IOException {
    for (int i = 0; i < 20; i++) {
      proxy.delay(Latency.NONE);
      try (Socket client = connect()) {
        exchange(client, new byte[] {1});
        // So long the client's side stays open when the server's has closed.
        proxy.delay(Latency.ofRoundTrip(Duration.ofSeconds(60), Duration.ZERO, SEED));
        echo.closeConnections();
        proxy.counts();
        proxy.cut();
        assertThatThrownBy(() -> client.getInputStream().read())
            .isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void refusingLeavesWhatIsThereAlone() throws IOException {
    try (Socket client = connect()) {
      exchange(client, new byte[] {1});
      proxy.refuse();
      assertThatThrownBy(
              () -> {
                try (Socket refused = connect()) {
                  exchange(refused, new byte[] {2});
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(exchange(client, new byte[] {3})).containsExactly(3);
      assertThat(proxy.counts().refused()).isEqualTo(1);

      proxy.heal();
      try (Socket healed = connect()) {
        assertThat(exchange(healed, new byte[] {4})).containsExactly(4);
      }
    }
  }

  @Test
  void swallowedAnswersWereAsked() throws IOException {
    try (Socket client = connect()) {
      exchange(client, new byte[] {1});
      proxy.swallow(LinkDirection.ANSWERS);
      client.getOutputStream().write(2);
      echo.awaitBytes(2);
      client.setSoTimeout(100);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(proxy.counts().swallowedBytes()).isEqualTo(1);

      proxy.heal();
      client.setSoTimeout(PATIENCE_MS);
      assertThatThrownBy(() -> client.getInputStream().read())
          .as("a connection with a hole in it is reset")
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void swallowedRequestsNeverArrive() throws IOException {
    try (Socket client = connect()) {
      exchange(client, new byte[] {1});
      proxy.swallow(LinkDirection.REQUESTS);
      client.getOutputStream().write(2);
      client.setSoTimeout(100);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(echo.bytes.get()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatIsAwayResetsTheClientAndIsFoundAgain() throws IOException {
    InetSocketAddress address = echo.address();
    echo.close();
    try (Socket placeholder = new Socket()) {
      // Holds the port, and does not listen: nobody else on this machine may answer there.
      placeholder.setReuseAddress(true);
      bind(placeholder, address);
      assertThatThrownBy(
              () -> {
                try (Socket client = connect()) {
                  exchange(client, new byte[] {1});
                }
              })
          .isInstanceOf(IOException.class);
    }
    try {
      echo = new Echo(address.getPort());
    } catch (BindException e) {
      abort("another program took port " + address.getPort() + " in between");
    }
    try (Socket client = connect()) {
      assertThat(exchange(client, new byte[] {2})).containsExactly(2);
    }
  }

  /** A server's port is free only when the thread that accepts has seen it closed. */
  private static void bind(Socket socket, InetSocketAddress address) throws IOException {
    for (int attempt = 1; !socket.isBound(); attempt++) {
      try {
        socket.bind(address);
      } catch (BindException e) {
        if (attempt == 100) {
          abort("another program took port " + address.getPort());
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  @Test
  void whenOneSideClosesSoDoesTheOtherAfterAllHasArrived() throws IOException {
    proxy.delay(Latency.ofRoundTrip(Duration.ofMillis(40), Duration.ZERO, SEED));
    try (Socket client = connect()) {
      client.getOutputStream().write(new byte[] {1, 2, 3});
      client.shutdownOutput();
    }
    echo.awaitBytes(3);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(proxy.address(), PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static byte[] exchange(Socket socket, byte[] bytes) throws IOException {
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                socket.getOutputStream().write(bytes);
              } catch (IOException e) {
                // The reader sees it too.
              }
            });
    byte[] answer = socket.getInputStream().readNBytes(bytes.length);
    writer.join();
    if (answer.length < bytes.length) {
      throw new IOException("the connection was closed");
    }
    return answer;
  }

  /** Answers each byte with itself. */
  private static final class Echo implements AutoCloseable {

    private final ServerSocket listening;
    private final AtomicLong bytes = new AtomicLong();
    private final java.util.Set<Socket> open = java.util.concurrent.ConcurrentHashMap.newKeySet();

    Echo() throws IOException {
      this(0);
    }

    Echo(int port) throws IOException {
      listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      daemon(
          () -> {
            while (true) {
              Socket socket = listening.accept();
              open.add(socket);
              daemon(() -> answer(socket));
            }
          });
    }

    private void answer(Socket socket) throws IOException {
      try (socket) {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          bytes.addAndGet(n);
          socket.getOutputStream().write(Arrays.copyOf(buffer, n));
        }
      }
    }

    private interface Work {
      void run() throws IOException;
    }

    private static void daemon(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (IOException e) {
                  // The test has closed it.
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    void awaitBytes(long count) {
      long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000L;
      while (bytes.get() < count && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(bytes.get()).isEqualTo(count);
    }

    InetSocketAddress address() {
      return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
      listening.close();
      closeConnections();
    }

    void closeConnections() throws IOException {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }
}
