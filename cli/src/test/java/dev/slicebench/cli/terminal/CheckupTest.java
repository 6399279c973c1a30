package dev.slicebench.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.cli.terminal.Check.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell scripts")
class CheckupTest {

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  CheckupTest(@TempDir Path temp) {
    folder = temp;
    environment.put("HOME", temp.resolve("home").toString());
    environment.put("PATH", temp.toString());
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Check check(String name) {
    return new Checkup(environment, folder)
        .all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void whatIsNotThereNeedNotBe() {
    assertThat(check("Maven").result()).isEqualTo(Result.ABSENT);
    assertThat(check("Go").result()).isEqualTo(Result.ABSENT);
    assertThat(check("daprd").result()).isEqualTo(Result.ABSENT);
    assertThat(check("daprd").seen()).contains("run './slicebench sidecar install'");
    assertThat(check("Docker").result()).isEqualTo(Result.ABSENT);
    assertThat(check("sidecar").result()).isEqualTo(Result.ABSENT);
    assertThat(check("results").result()).isEqualTo(Result.ABSENT);
    assertThat(check("JDK").result()).isEqualTo(Result.OK);
  }

  @Test
  void toolsAreRunForTheirVersions() throws IOException {
    program("mvn", "echo 'Apache Maven 3.9.9 (abc)'; echo 'Java version: 17.0.15, vendor: x'");
    program("go", "echo go version go1.26.1 linux/amd64");
    program("daprd", "echo 1.18.1");

    assertThat(check("Maven"))
        .isEqualTo(new Check("Maven", Result.OK, folder + "/mvn -v: Apache Maven 3.9.9 (abc)"));
    assertThat(check("Go").result()).isEqualTo(Result.OK);
    assertThat(check("daprd"))
        .isEqualTo(new Check("daprd", Result.OK, folder + "/daprd --version: 1.18.1"));
  }

  @Test
  void toolsThatAreTooOldAreBroken() throws IOException {
    program("mvn", "echo 'Apache Maven 3.6.3'");
    program("go", "echo go version go1.25.9 linux/amd64");
    program("daprd", "echo 1.17.9");

    assertThat(check("Maven").result()).isEqualTo(Result.BROKEN);
    assertThat(check("Maven").seen()).endsWith("Apache Maven 3.6.3: install Maven 3.8 or newer");
    assertThat(check("Go").result()).isEqualTo(Result.BROKEN);
    assertThat(check("daprd").result()).isEqualTo(Result.OK);
    assertThat(check("daprd").seen()).endsWith("1.17.9; slicebench was tested with 1.18.1");
  }

  @Test
  void aMavenOnAnOldJavaIsBroken() throws IOException {
    program("mvn", "echo 'Apache Maven 3.9.9'; echo 'Java version: 11.0.2, vendor: x'");

    assertThat(check("Maven").seen())
        .endsWith("it runs on Java 11: set JAVA_HOME to a JDK 17 or newer");
  }

  @Test
  void aProgramThatIsNoDaprdIsBroken() throws IOException {
    program("ls", "echo 'ls (GNU coreutils) 9.1'");
    environment.put("DAPRD", folder.resolve("ls").toString());

    assertThat(check("daprd").result()).isEqualTo(Result.BROKEN);
    assertThat(check("daprd").seen()).contains("to --version it says 'ls (GNU coreutils) 9.1'");
    environment.put("DAPRD", "/nonexistent");
    assertThat(check("daprd").result()).isEqualTo(Result.BROKEN);
    assertThat(check("daprd").seen()).contains("DAPRD names /nonexistent");
  }

  @Test
  void aToolThatFailsIsBroken() throws IOException {
    program("go", "echo 'no toolchain' >&2; exit 3");

    assertThat(check("Go").result()).isEqualTo(Result.BROKEN);
    assertThat(check("Go").seen()).contains("exit status 3, no toolchain");
  }

  @Test
  void aDeadPortIsBroken() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    environment.put("DAPR_GRPC_PORT", String.valueOf(port));

    assertThat(check("sidecar").result()).isEqualTo(Result.BROKEN);
    assertThat(check("sidecar").seen()).contains("nothing listens there");
  }

  @Test
  void noTokenIsShown() {
    environment.put("DAPR_API_TOKEN", "secret");

    assertThat(check("variable").seen()).isEqualTo("DAPR_API_TOKEN is set");
  }

  @Test
  void everyDiskIsLookedAt() {
    assertThat(new Checkup(environment, folder).all())
        .filteredOn(one -> one.name().equals("disk"))
        .hasSize(3)
        .allMatch(one -> one.seen().contains("GiB free for"));
  }
}
