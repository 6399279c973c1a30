package dev.slicebench.cli;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.bench.ledger.LedgerCount;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.Verifications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where results are: in {@code results/mine} the user's own, which git ignores, in {@code results}
 * those that came with the checkout.
 */
final class ResultFolders {

  private final Path committed;
  private final Path mine;
  private final Machine here;

  ResultFolders(Path home, Machine here) {
    this.committed = home.resolve("results");
    this.mine = committed.resolve("mine");
    this.here = here;
  }

  /** Of the checkout, on this machine. */
  static ResultFolders here() {
    return new ResultFolders(Slicebench.home(), Machine.here());
  }

  /** Returns those that came with the checkout. */
  Path committed() {
    return committed;
  }

  /** Returns the user's own: there, a run or a verification writes what it finds. */
  Path mine() {
    return mine;
  }

  /** Returns the ledgers of the checkout; empty where it has none. */
  Optional<Ledgers> ledgers() throws IOException {
    return Files.exists(committed.resolve(Ledger.FILE))
        ? Optional.of(Ledgers.read(committed))
        : Optional.empty();
  }

  /** Returns what {@code recommend} says by default; empty where there is no ledger. */
  static Optional<Advice> advice(List<Evidence> evidence, Optional<Ledgers> ledgers)
      throws IOException {
    return ledgers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Advice.of(Workloads.read(Workloads.DEFAULT), evidence, ledgers.get(), LedgerCount::of));
  }

  /**
   * Returns what {@code recommend} answers by default for the store of a run; empty where there is
   * no ledger, or every run of the store has latency added to it.
   *
   * @param run answers by itself where the results cannot be read, or it could not be written
   * @param folders as for {@link #evidence}
   */
  Optional<Answer> answer(Run run, Collection<Path> folders) throws IOException {
    return advice(evidence(run, folders), ledgers()).flatMap(one -> one.answer(run.envelope()));
  }

  /**
   * Refuses what {@link #answer} could not read, so that nobody measures for long and then is told
   * of that in place of an answer.
   *
   * @throws ResultsException with the file and the fix
   */
  void requireReadable() throws IOException {
    verified();
    ledgers();
  }

  /** Returns the verdicts of the user's own and of the checkout. */
  private List<VerificationReport> verified() throws IOException {
    List<VerificationReport> verified = new ArrayList<>(Verifications.read(mine));
    verified.addAll(Verifications.read(committed));
    return verified;
  }

  private List<Evidence> evidence(Run run, Collection<Path> folders) throws IOException {
    try {
      List<Evidence> all = evidence(folders);
      if (all.stream()
          .flatMap(one -> one.results().runs().stream())
          .anyMatch(one -> one.envelope().runId().equals(run.envelope().runId()))) {
        return all;
      }
    } catch (ResultsException e) {
      // An older run that is damaged is no reason to say nothing of this one.
    }
    return List.of(new Evidence("", "", new Results(List.of(run)), verified()));
  }

  /**
   * Everything in {@code folders}, machine by machine, this one first; without any, the user's own
   * and then what came with the checkout. The verdicts are the user's and the checkout's either
   * way, and those in {@code folders}.
   *
   * @throws ResultsException if there is no run, or one cannot be read
   */
  List<Evidence> evidence(Collection<Path> folders) throws IOException {
    List<VerificationReport> verifiedHere = new ArrayList<>(Verifications.read(mine));
    List<VerificationReport> verified = Verifications.read(committed);
    for (Path folder : folders) {
      if (!isSame(folder, mine) && !isSame(folder, committed)) {
        verifiedHere.addAll(Verifications.read(folder));
      }
    }
    List<Evidence> all = new ArrayList<>();
    if (folders.isEmpty()) {
      List<Results> own =
          Results.areIn(mine) ? Results.read(List.of(mine)).byMachine(here) : List.of();
      List<Results> others =
          Results.areIn(committed)
                  || (own.isEmpty() && verifiedHere.isEmpty() && verified.isEmpty())
              ? Results.read(List.of(committed)).byMachine(here)
              : List.of();
      all.addAll(parts("yours", "Yours, measured on %s:", own, verifiedHere));
      all.addAll(
          parts("came with slicebench", "Came with slicebench, measured on %s:", others, verified));
    } else {
      List<Results> named = Results.read(folders).byMachine(here);
      boolean alone = named.size() == 1;
      for (Results part : named) {
        String machine = part.machine().label();
        all.add(
            new Evidence(
                alone ? "" : machine,
                alone ? "" : "Measured on " + machine + ":",
                part,
                all.isEmpty()
                    ? Stream.concat(verifiedHere.stream(), verified.stream()).toList()
                    : List.of()));
      }
    }
    return List.copyOf(all);
  }

  private static boolean isSame(Path folder, Path other) throws IOException {
    return Files.exists(folder) && Files.exists(other) && Files.isSameFile(folder, other);
  }

  private static List<Evidence> parts(
      String label, String heading, List<Results> parts, List<VerificationReport> verified) {
    List<Evidence> all = new ArrayList<>();
    for (Results part : parts) {
      all.add(
          new Evidence(
              label,
              heading.formatted(part.machine().label()),
              part,
              all.isEmpty() ? verified : List.of()));
    }
    if (all.isEmpty() && !verified.isEmpty()) {
      all.add(new Evidence(label, "", new Results(List.of()), verified));
    }
    return all;
  }

  /**
   * Returns the runs in {@code folders}, oldest first; without any, the user's own and those of the
   * checkout.
   *
   * @throws ResultsException if there is none, or one cannot be read
   */
  Results runs(Collection<Path> folders) throws IOException {
    if (!folders.isEmpty()) {
      return Results.read(folders);
    }
    if (!Results.areIn(mine)) {
      return Results.read(List.of(committed));
    }
    return Results.read(Results.areIn(committed) ? List.of(mine, committed) : List.of(mine));
  }
}
