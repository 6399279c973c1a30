package dev.slicebench.sidecar.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerArtifactTest {

  private static final ServerArtifact ARTIFACT =
      new ServerArtifact("Redis", "org.example", "programs", "1.0", "program");
  private static final String PATH = "org/example/programs/1.0/programs-1.0.jar";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path home;

  private final String repository = System.getProperty("maven.repo.local", "");
  private final Map<String, byte[]> published = new HashMap<>();
  private final HttpServer mirror;

  ServerArtifactTest() throws IOException {
    mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mirror.createContext(
        "/maven",
        exchange -> {
          byte[] body = published.get(exchange.getRequestURI().getPath().substring(7));
          exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
          if (body != null) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
  }

  @BeforeEach
  void begin() throws IOException {
    System.clearProperty("maven.repo.local");
    mirror.start();
    Files.writeString(
        Files.createDirectories(home.resolve(".m2")).resolve("settings.xml"),
        """
        <settings>
          <localRepository>%s</localRepository>
          <mirrors>
            <mirror><mirrorOf>other</mirrorOf><url>http://127.0.0.1:1/</url></mirror>
            <mirror><mirrorOf>central</mirrorOf><url>http://127.0.0.1:%d/maven</url></mirror>
          </mirrors>
        </settings>
        """
            .formatted(home.resolve("repository"), mirror.getAddress().getPort()));
  }

  @AfterEach
  void end() {
    mirror.stop(0);
    if (!repository.isEmpty()) {
      System.setProperty("maven.repo.local", repository);
    }
  }

  private String read() throws IOException {
    String[] text = {""};
    ARTIFACT.read(
        Map.of("HOME", home.toString()),
        in -> text[0] = new String(in.readAllBytes(), StandardCharsets.UTF_8));
    return text[0];
  }

  private static byte[] jar(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("program"));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void publish(byte[] jar, byte[] summed) throws Exception {
    published.put(PATH, jar);
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(summed));
    published.put(PATH + ".sha1", sum.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void whatTheBuildHasPutIntoTheLocalRepositoryIsTaken() throws IOException {
    Path file = home.resolve("repository").resolve(PATH);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, jar("built"));
    assertThat(read()).isEqualTo("built");
  }

  @Test
  void anotherIsFetchedOnceFromTheMirrorThatTheSettingsName() throws Exception {
    byte[] jar = jar("fetched");
    publish(jar, jar);
    assertThat(read()).isEqualTo("fetched");
    published.clear();
    assertThat(read()).isEqualTo("fetched");
  }

  @Test
  void oneWithAnotherChecksumIsRefusedAndNotKept() throws Exception {
    publish(jar("forged"), jar("right"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::read)
        .withMessageContaining("has not the checksum that its repository names");
    byte[] right = jar("right");
    publish(right, right);
    assertThat(read()).isEqualTo("right");
  }

  @Test
  void oneThatCannotBeFetchedIsNamedWithThePlaceForIt() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::read)
        .withMessageMatching(
            "Redis for this machine cannot be fetched \\(status 404 of .*\\): put"
                + " http://127.0.0.1:\\d+/maven/org/example/programs/1.0/programs-1.0.jar into "
                + home
                + "/.cache/slicebench/servers");
  }

  @Test
  void whatIsPublishedForThisMachineIsWhatTheBuildResolves() {
    assertThat(ServerArtifact.redis().orElseThrow().version()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(ServerArtifact.postgresql().orElseThrow().version()).matches("\\d+\\.\\d+\\.\\d+");
  }
}
