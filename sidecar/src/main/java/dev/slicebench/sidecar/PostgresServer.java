package dev.slicebench.sidecar;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of our own, on the loopback, as durable as PostgreSQL is by default. */
record PostgresServer(int port, String version) {

  static PostgresServer start(Belongings belongings) {
    Path folder = belongings.folder();
    Path data = folder.resolve("postgresql-data");
    Path log = folder.resolve("postgresql.log");
    try {
      PostmasterEnd end = new PostmasterEnd();
      belongings.postmaster(data.resolve("postmaster.pid"), end);
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(folder.resolve("postgresql").toFile())
              .setDataDirectory(data)
              .setRegisterShutdownHook(false)
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("unix_socket_directories", "")
              .setOutputRedirector(Redirect.appendTo(log.toFile()))
              .setErrorRedirector(Redirect.appendTo(log.toFile()))
              .start();
      end.server = server;
      return new PostgresServer(server.getPort(), askVersion(server));
    } catch (IOException | SQLException | RuntimeException e) {
      throw new SidecarException(
          "PostgreSQL did not start ("
              + reason(log, e)
              + "): see "
              + belongings.keep(log)
              + ", or choose another --backend",
          e);
    }
  }

  private static String reason(Path log, Exception e) {
    String logged = Logs.lastLine(log);
    return logged.contains("cannot be run as root")
        ? "it does not run as root on this machine: run as another user"
        : e.getMessage() + "; " + logged;
  }

  private static String askVersion(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW server_version")) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Why it cannot run on this machine. */
  static Optional<String> problem() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("aarch64|arm64");
    String resource =
        "/postgres-"
            + (os.contains("windows") ? "windows" : os.contains("mac") ? "darwin" : "linux")
            + "-"
            + (arm ? "arm_64" : "x86_64")
            + ".txz";
    return PostgresServer.class.getResource(resource) != null
        ? Optional.empty()
        : Optional.of(
            "no PostgreSQL for this machine comes with slicebench: choose another --backend");
  }

  String connectionString() {
    return "host=127.0.0.1 port=" + port + " user=postgres database=postgres sslmode=disable";
  }

  private static final class PostmasterEnd implements Runnable {
    private volatile @Nullable EmbeddedPostgres server;

    @Override
    public void run() {
      EmbeddedPostgres started = server;
      if (started != null) {
        try {
          started.close();
        } catch (IOException e) {
          // The reaper stops it, when this JVM has ended.
        }
      }
    }
  }
}
