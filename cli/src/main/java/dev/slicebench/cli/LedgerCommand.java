package dev.slicebench.cli;

import dev.slicebench.answer.ledger.LedgerTable;
import dev.slicebench.answer.ledger.LedgerTable.Charged;
import dev.slicebench.bench.ledger.LedgerCount;
import dev.slicebench.cli.terminal.OutputFile;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.file.DamagedFileException;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.text.Paragraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slicebench ledger}. */
@Command(
    name = "ledger",
    description = {
      "Shows what every operation costs in calls, documents, bytes and round trips, per mode, stream"
          + " length and size of append.",
      "",
      "The figures are counted, not timed: the same code has the same ledger on any machine. The"
          + " snapshot is committed, so that a change of a protocol's cost shows in the diff.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench ledger            the committed snapshot",
      "  ./slicebench ledger --check    count anew, and say what differs",
      "  ./slicebench ledger --renew    count anew, and write the snapshot",
      "",
      "Exit status: 0 all well; 1 with --check, a figure differs; 2 a wrong command line, or something"
          + " that failed."
    })
final class LedgerCommand extends HelpfulCommand implements Callable<Integer> {

  @ArgGroup private @Nullable Counting counting;

  /** What to do with a ledger that was counted anew. */
  private static final class Counting {

    @Option(
        names = "--check",
        required = true,
        description = "Count anew; every row that differs from the snapshot is a line.")
    private boolean check;

    @Option(
        names = "--renew",
        required = true,
        description = "Count anew, write the snapshot, and say what changed.")
    private boolean renew;
  }

  @Override
  public Integer call() throws IOException {
    ResultFolders folders = ResultFolders.here();
    Path snapshot = folders.committed().resolve(Ledger.FILE);
    if (counting != null && counting.check) {
      return check(snapshot);
    }
    if (counting != null && counting.renew) {
      return renew(folders, snapshot);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(LedgerTable.of(Ledger.read(snapshot), charged(folders)));
    out.flush();
    return 0;
  }

  /** Returns what the newest run counted, if there is one that could. */
  private static Optional<Charged> charged(ResultFolders folders) throws IOException {
    Optional<Charged> newest = Optional.empty();
    for (Run run : folders.runs(List.of()).runs()) {
      RequestUnits units = run.envelope().requestUnits();
      if (units != null) {
        newest = Optional.of(new Charged(String.valueOf(run.folder().getFileName()), units));
      }
    }
    return newest;
  }

  private int check(Path snapshot) throws IOException {
    Ledger committed = Ledger.read(snapshot);
    return tell(committed.differences(LedgerCount.count())) ? Slicebench.FINDING : 0;
  }

  private int renew(ResultFolders folders, Path snapshot) throws IOException {
    OutputFile.requirePlace(snapshot);
    Optional<Ledgers> before = before(folders.committed(), spec.commandLine().getErr());
    Ledger counted = LedgerCount.count();
    if (before.isPresent()) {
      Ledgers ledgers = before.get();
      if (tell(ledgers.today().differences(counted)) && explainsRuns(folders, ledgers)) {
        OutputFile.write(
            folders.committed().resolve(Ledgers.fileUntil(Instant.now())), ledgers.today().json());
      }
    }
    OutputFile.write(snapshot, counted.json());
    return 0;
  }

  /**
   * Returns what operations have cost so far; empty, and told, where today's ledger is damaged, as
   * it is to be written anew.
   *
   * @throws IOException where an earlier one is damaged: that is not written anew
   */
  static Optional<Ledgers> before(Path results, PrintWriter err) throws IOException {
    Path snapshot = results.resolve(Ledger.FILE);
    if (Files.notExists(snapshot)) {
      return Optional.empty();
    }
    try {
      Ledger.read(snapshot);
    } catch (IOException e) {
      if (!(e.getCause() instanceof DamagedFileException)) {
        throw e;
      }
      err.print(
          Paragraph.fit(
              snapshot
                  + " is damaged ("
                  + e.getCause().getMessage()
                  + ") and is written anew: runs from before are explained by the new one"));
      err.flush();
      return Optional.empty();
    }
    return Optional.of(Ledgers.read(results));
  }

  /** Returns whether a run was measured while operations cost what the snapshot says. */
  private static boolean explainsRuns(ResultFolders folders, Ledgers ledgers) throws IOException {
    return folders.runs(List.of()).runs().stream()
        .anyMatch(run -> ledgers.isOfToday(run.startedAt()));
  }

  private boolean tell(List<String> differences) {
    PrintWriter out = spec.commandLine().getOut();
    if (differences.isEmpty()) {
      out.println("The ledger is as it was.");
    }
    differences.forEach(line -> out.print(Paragraph.fit(line)));
    out.flush();
    return !differences.isEmpty();
  }
}
