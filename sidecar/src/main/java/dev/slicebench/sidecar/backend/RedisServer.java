package dev.slicebench.sidecar.backend;

import dev.slicebench.sidecar.process.Logs;
import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.sidecar.process.RestartableProcess;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Redis server of our own, on the loopback. */
record RedisServer(int port, String version, Restartable process) {

  private static final int ATTEMPTS = 3;

  /**
   * Starts one.
   *
   * @param durable whether every command is on disk before it is answered; else nothing ever is
   */
  static RedisServer start(ProcessScope scope, boolean durable) {
    Path folder = scope.folder().resolve("redis");
    try {
      Path executable = Files.createDirectory(folder).resolve("redis-server");
      unpack(executable);
      for (int attempt = 1; ; attempt++) {
        int port = Ports.free(1)[0];
        Path log = folder.resolve("redis.log");
        ProcessBuilder command = command(executable, folder, log, port, durable);
        Process process = scope.start(command);
        try {
          return new RedisServer(
              port,
              awaitVersion(process, port),
              new RestartableProcess(
                  "Redis",
                  scope,
                  process,
                  () -> {
                    Process again = scope.start(command);
                    awaitVersion(again, port);
                    return again;
                  }));
        } catch (IOException e) {
          if (attempt == ATTEMPTS || process.isAlive()) {
            throw new SidecarException(
                "Redis did not start ("
                    + Logs.lastLine(log)
                    + "): see "
                    + scope.keep(log)
                    + ", or choose another --backend",
                e);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof SidecarException known) {
        throw known;
      }
      throw new SidecarException(
          "Redis did not start on this machine (" + e.getMessage() + "): choose another --backend",
          e);
    }
  }

  private static ProcessBuilder command(
      Path executable, Path folder, Path log, int port, boolean durable) {
    return new ProcessBuilder(
            executable.toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--save",
            "",
            "--appendonly",
            durable ? "yes" : "no",
            "--appendfsync",
            "always",
            "--dir",
            folder.toString())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
  }

  /** Waits until the server answers with its version. */
  private static String awaitVersion(Process process, int port) throws IOException {
    IOException last = new IOException("no answer within 10 s");
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (process.isAlive() && System.nanoTime() < deadlineNanos) {
      try {
        return askVersion(port);
      } catch (IOException e) {
        last = e;
        pause(process);
      }
    }
    throw last;
  }

  private static void pause(Process process) throws IOException {
    try {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String askVersion(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("INFO server\r\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = answer.readLine(); line != null; line = answer.readLine()) {
        if (line.startsWith("redis_version:")) {
          return line.substring(line.indexOf(':') + 1);
        }
      }
      throw new IOException("no Redis at port " + port);
    }
  }

  /** Returns why it cannot run on this machine. */
  static Optional<String> problem() {
    return ServerArtifact.redis().isPresent()
        ? Optional.empty()
        : Optional.of("no Redis is published for this machine: choose another --backend");
  }

  private static void unpack(Path executable) throws IOException {
    ServerArtifact.redis()
        .orElseThrow(() -> new IOException("none is published for this machine"))
        .read(System.getenv(), program -> Files.copy(program, executable));
    if (!executable.toFile().setExecutable(true)) {
      throw new IOException(executable + " cannot be made executable");
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
