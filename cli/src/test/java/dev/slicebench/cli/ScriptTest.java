package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code slicebench}, over a stand-in for Java that tells what it was asked. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has a script of its own")
class ScriptTest {

  private final Path folder;
  private final Path checkout;
  private final Path script;

  ScriptTest(@TempDir Path temp) throws IOException {
    folder = temp.toRealPath();
    checkout = folder.resolve("a check out");
    script = checkout.resolve("slicebench");
  }

  @BeforeEach
  void checkOut() throws IOException {
    Path jar = checkout.resolve("cli/target/benchmarks.jar");
    Files.createDirectories(jar.getParent());
    Files.createDirectories(checkout.resolve("bench/src/main"));
    Files.createFile(checkout.resolve("pom.xml"));
    Files.createFile(checkout.resolve("bench/pom.xml"));
    Files.createFile(jar);
    Files.copy(Path.of("../slicebench"), script);
    executable(script);
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor argument; do printf '%s\\n' \"$argument\"; done\n");
    executable(java);
  }

  private static void executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private List<String> javaArguments(Path from, String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command).directory(from.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Process process = builder.start();
    process.getOutputStream().close();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(answer).isZero();
    return answer.lines().toList();
  }

  @Test
  void theCheckoutIsFoundThroughLinksWhereverTheyStand() throws Exception {
    String home = "-Dslicebench.home=" + checkout;
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("sb"), script);
    Files.createSymbolicLink(bin.resolve("relative link"), Path.of("../a check out/slicebench"));
    Files.createSymbolicLink(bin.resolve("chain"), Path.of("relative link"));
    Files.createSymbolicLink(folder.resolve("linked folder"), checkout);

    assertThat(javaArguments(checkout, "./slicebench run")).contains(home, "run");
    assertThat(javaArguments(folder, bin.resolve("sb") + " run")).contains(home);
    assertThat(javaArguments(folder, "sb run")).contains(home);
    assertThat(javaArguments(bin, "./'relative link' run")).contains(home);
    assertThat(javaArguments(checkout, "../bin/chain run")).contains(home);
    assertThat(javaArguments(folder, "chain run")).contains(home);
    assertThat(javaArguments(folder, "'linked folder'/slicebench run")).contains(home);
  }

  @Test
  void wordsPassAsTheyAre() throws Exception {
    assertThat(javaArguments(checkout, "./slicebench run '' 'two words' '*'"))
        .endsWith("run", "", "two words", "*");
  }

  @Test
  void aPipeIsNoTerminal() throws Exception {
    assertThat(javaArguments(checkout, "./slicebench run")).contains("-Dslicebench.columns=0");
  }
}
