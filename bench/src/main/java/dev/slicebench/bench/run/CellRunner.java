package dev.slicebench.bench.run;

import dev.slicebench.bench.jmh.Target;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Pace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures cells with JMH, in forks of their own. */
final class CellRunner {

  private static final String DEAD_FORK = "Forked VM failed";
  private static final String DEAD_FORK_ERRORS = "<stderr last=";

  private final Target target;
  private final Pace pace;
  private final Path logFile;
  private final OutputFormat output;

  /**
   * For one target.
   *
   * @param log takes JMH's output; it writes {@code logFile}
   */
  CellRunner(Target target, Pace pace, PrintStream log, Path logFile) {
    this.target = target;
    this.pace = pace;
    this.logFile = logFile;
    this.output = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
  }

  /**
   * Measures one cell.
   *
   * @throws BrokenCellException if it has no figure that counts
   */
  RunResult measure(BenchmarkCase cell) throws BrokenCellException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(cell.benchmark().jmhName()) + "$")
            .forks(pace.forks())
            .threads(cell.callers())
            .warmupIterations(pace.warmups())
            .warmupTime(TimeValue.milliseconds(pace.warmupMs()))
            .measurementIterations(pace.iterations())
            .measurementTime(TimeValue.milliseconds(pace.iterationMs()))
            .shouldFailOnError(true)
            .jvmArgs(pace.jvmArguments().toArray(String[]::new))
            .jvmArgsAppend(target.jvmArguments().toArray(String[]::new));
    cell.parameters().forEach(options::param);
    try {
      Collection<RunResult> results = new Runner(options.build(), output).run();
      if (results.size() != 1) {
        throw new BrokenCellException("JMH gave " + results.size() + " results");
      }
      return results.iterator().next();
    } catch (RunnerException e) {
      String reason = reason(e);
      throw new BrokenCellException(reason.startsWith(DEAD_FORK) ? reason + lastWords() : reason);
    }
  }

  /** JMH wraps what a fork threw, as a cause or as suppressed: the innermost says most. */
  private static String reason(Throwable thrown) {
    String reason = String.valueOf(thrown.getMessage());
    Deque<Throwable> next = new ArrayDeque<>();
    next.add(thrown);
    for (Throwable one = next.poll(); one != null; one = next.poll()) {
      reason = one.getMessage() == null ? one.toString() : one.getMessage();
      Throwable cause = one.getCause();
      if (cause != null) {
        next.add(cause);
      } else if (one.getSuppressed().length > 0) {
        next.add(one.getSuppressed()[0]);
      }
    }
    return reason.lines().findFirst().orElse(reason);
  }

  /**
   * Returns what a fork that died wrote on its standard error, which JMH puts into its output
   * alone.
   */
  private String lastWords() {
    try {
      String log = Files.readString(logFile);
      int errors = log.lastIndexOf(DEAD_FORK_ERRORS);
      return errors < 0
          ? ""
          : log.substring(errors + DEAD_FORK_ERRORS.length())
              .lines()
              .skip(1)
              .filter(line -> !line.isBlank())
              .findFirst()
              .map(line -> ": " + line.strip())
              .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** A cell has no figure that counts; the message says why. */
  static final class BrokenCellException extends Exception {
    BrokenCellException(String reason) {
      super(reason);
    }
  }
}
