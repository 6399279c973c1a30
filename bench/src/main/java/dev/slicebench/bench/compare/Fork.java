package dev.slicebench.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One JVM in which JMH measures one cell with one build, in turns. */
final class Fork implements AutoCloseable {

  private static final long END_SECONDS = 60;
  private static final Pattern CAUSE = Pattern.compile("\\s*(?:Caused by|Suppressed): (.*)");

  private final Side side;
  private final Path json;
  private final Path log;
  private final Process process;
  private final Turns turns;

  /**
   * Starts it.
   *
   * @param folder takes its files
   */
  Fork(
      Side side,
      BenchmarkJar jar,
      List<String> jvmArguments,
      List<String> jmhArguments,
      Path profiler,
      Path folder)
      throws IOException {
    this.side = side;
    this.json = folder.resolve(side.label() + ".json");
    this.log = folder.resolve(side.label() + ".log");
    Files.deleteIfExists(json);
    this.turns = new Turns(this::isAlive);
    List<String> jvm = new ArrayList<>(jvmArguments);
    jvm.add("-D" + TurnProfiler.PORT + "=" + turns.port());
    List<String> jmh = new ArrayList<>(jmhArguments);
    jmh.addAll(
        List.of("-prof", TurnProfiler.class.getName(), "-rf", "json", "-rff", json.toString()));
    this.process =
        jar.fork(jvm, profiler, jmh).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
  }

  private boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it is ready for its next turn. */
  void await() throws BrokenForkException {
    try {
      turns.await();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Gives it a turn, until that ends. */
  void give() throws BrokenForkException {
    try {
      turns.give();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Waits until it is ready for its next turn, or has ended as it should. */
  void requireHealth() throws BrokenForkException {
    try {
      turns.await();
    } catch (IOException e) {
      ForkResult unused = result();
    }
  }

  /** Waits for its end, and reads what it measured. */
  ForkResult result() throws BrokenForkException {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the fork does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException("the fork ended with exit status " + process.exitValue());
      }
      return ForkResult.read(json);
    } catch (IOException e) {
      throw broken(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken(e);
    }
  }

  /** JMH prints what was thrown, causes after what they caused: the last says most. */
  private BrokenForkException broken(Exception seen) {
    String reason = String.valueOf(seen.getMessage());
    try {
      for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        Matcher cause = CAUSE.matcher(line);
        reason = cause.matches() || line.startsWith("Error") ? cause.replaceFirst("$1") : reason;
      }
    } catch (IOException e) {
      // Then there is no better reason than what was seen.
    }
    return new BrokenForkException(side, reason);
  }

  /** Ends it, if it has not ended by itself. */
  @Override
  public void close() throws IOException {
    turns.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
