package dev.slicebench.sidecar.backend;

import dev.slicebench.sidecar.process.Logs;
import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.sidecar.process.RestartableProcess;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.BufferedReader;
import java.io.File;
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
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** A Redis server of our own, on the loopback. */
record RedisServer(int port, String version, Restartable process) {

  private static final int ATTEMPTS = 3;

  /**
   * Starts one.
   *
   * @param durable whether every command is on disk before it is answered; else nothing ever is
   */
  static RedisServer start(ProcessScope belongings, boolean durable) {
    Path folder = belongings.folder().resolve("redis");
    try {
      File executable =
          ExecutableProvider.newJarResourceProvider(Files.createDirectory(folder).toFile()).get();
      for (int attempt = 1; ; attempt++) {
        int port = Ports.free(1)[0];
        Path log = folder.resolve("redis.log");
        ProcessBuilder command = command(executable, folder, log, port, durable);
        Process process = belongings.start(command);
        try {
          return new RedisServer(
              port,
              awaitVersion(process, port),
              new RestartableProcess(
                  "Redis",
                  belongings,
                  process,
                  () -> {
                    Process again = belongings.start(command);
                    awaitVersion(again, port);
                    return again;
                  }));
        } catch (IOException e) {
          if (attempt == ATTEMPTS || process.isAlive()) {
            throw new SidecarException(
                "Redis did not start ("
                    + Logs.lastLine(log)
                    + "): see "
                    + belongings.keep(log)
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
          "The embedded Redis server does not run on this machine ("
              + e.getMessage()
              + "): choose another --backend",
          e);
    }
  }

  private static ProcessBuilder command(
      File executable, Path folder, Path log, int port, boolean durable) {
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

  /** Why it cannot run on this machine. */
  static Optional<String> problem() {
    try {
      OsArchitecture machine = OsArchitecture.detectOSandArchitecture();
      return ExecutableProvider.newProvidedVersionsMap().containsKey(machine)
          ? Optional.empty()
          : Optional.of(
              "no Redis for this machine comes with slicebench: choose another --backend");
    } catch (RuntimeException e) {
      return Optional.of(
          "no Redis for this machine comes with slicebench: choose another --backend");
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
