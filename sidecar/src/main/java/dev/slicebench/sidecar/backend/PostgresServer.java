package dev.slicebench.sidecar.backend;

import dev.slicebench.sidecar.process.Logs;
import dev.slicebench.sidecar.process.Platform;
import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.sidecar.process.RestartableProcess;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server of our own, on the loopback, as durable as PostgreSQL is by default. */
record PostgresServer(int port, String version, Restartable process) {

  private static final int ATTEMPTS = 3;

  static PostgresServer start(ProcessScope scope) {
    Path data = scope.folder().resolve("postgresql-data");
    Path log = scope.folder().resolve("postgresql.log");
    try {
      Path programs = PostgresBinaries.folder();
      List<String> user = unprivileged(scope.folder());
      String version = version(programs);
      initialise(scope, programs, user, data, log);
      for (int attempt = 1; ; attempt++) {
        int port = Ports.free(1)[0];
        ProcessBuilder command = server(programs, user, data, port, log);
        Process process = scope.start(command);
        if (awaitReady(process, data)) {
          return new PostgresServer(
              port,
              version,
              new RestartableProcess(
                  "PostgreSQL", scope, process, () -> again(scope, command, data)));
        }
        if (attempt == ATTEMPTS || process.isAlive()) {
          throw new IOException("it does not get ready");
        }
      }
    } catch (IOException e) {
      throw new SidecarException(
          "PostgreSQL did not start (" + reason(scope, log, e) + "): choose another --backend", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SidecarException("Interrupted while PostgreSQL started", e);
    }
  }

  /** Starts a killed server; it refuses for as long as a process of the killed one is left. */
  private static Process again(ProcessScope scope, ProcessBuilder command, Path data)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    do {
      Process process = scope.start(command);
      if (awaitReady(process, data)) {
        return process;
      }
    } while (System.nanoTime() < deadlineNanos);
    throw new IOException("it does not get ready");
  }

  private static String reason(ProcessScope scope, Path log, IOException e) {
    return Files.exists(log)
        ? Logs.lastLine(log) + "; log: " + scope.keep(log)
        : String.valueOf(e.getMessage());
  }

  /**
   * Returns what goes before a command so that root runs it as nobody, since PostgreSQL refuses
   * root.
   */
  private static List<String> unprivileged(Path ownFile) throws IOException, InterruptedException {
    if (Platform.isWindows() || !Files.getAttribute(ownFile, "unix:uid").equals(0)) {
      return List.of();
    }
    try {
      ProcessBuilder probe = new ProcessBuilder("unshare", "-U", "true");
      if (probe.redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start().waitFor() == 0) {
        return List.of("unshare", "-U");
      }
    } catch (IOException e) {
      // Not installed.
    }
    throw new IOException(
        "it does not run as root, and 'unshare -U' is not allowed here: be another user");
  }

  /** Returns what the server's program says it is, as {@code 18.6}. */
  private static String version(Path programs) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(programs.resolve("postgres").toString(), "--version").start();
    process.getOutputStream().close();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer.replaceFirst("(?s).*\\(PostgreSQL\\)", "").strip();
  }

  private static void initialise(
      ProcessScope scope, Path programs, List<String> user, Path data, Path log)
      throws IOException, InterruptedException {
    Process process =
        scope.start(
            command(
                user,
                log,
                programs.resolve("initdb").toString(),
                "--pgdata=" + data,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw new IOException("initdb failed");
    }
  }

  private static ProcessBuilder server(
      Path programs, List<String> user, Path data, int port, Path log) {
    return command(
        user,
        log,
        programs.resolve("postgres").toString(),
        "-D",
        data.toString(),
        "-p",
        String.valueOf(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=");
  }

  private static ProcessBuilder command(List<String> user, Path log, String... command) {
    List<String> all = new ArrayList<>(user);
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log.toFile()));
  }

  /** Waits until the server's own file says that it is ready, as pg_ctl does. */
  private static boolean awaitReady(Process process, Path data)
      throws IOException, InterruptedException {
    Path status = data.resolve("postmaster.pid");
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (process.isAlive() && System.nanoTime() < deadlineNanos) {
      if (Files.exists(status)) {
        List<String> lines = Files.readAllLines(status);
        // A server that was killed has left its own file.
        boolean own = !lines.isEmpty() && lines.get(0).equals(String.valueOf(process.pid()));
        if (own && lines.size() >= 8 && lines.get(7).strip().equals("ready")) {
          return true;
        }
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /** Returns why it cannot run on this machine. */
  static Optional<String> problem() {
    return ServerArtifact.postgresql().isPresent()
        ? Optional.empty()
        : Optional.of("no PostgreSQL is published for this machine: choose another --backend");
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Returns how a client connects to a server of ours that is found at {@code address}. */
  static String connectionString(InetSocketAddress address) {
    return "host="
        + address.getAddress().getHostAddress()
        + " port="
        + address.getPort()
        + " user=postgres database=postgres sslmode=disable";
  }
}
