package dev.slicebench.cli;

import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.bench.run.Progress;
import dev.slicebench.cli.options.LongDurations;
import dev.slicebench.cli.options.RuleChoice;
import dev.slicebench.cli.options.StoreOptions;
import dev.slicebench.cli.terminal.VerifyProgress;
import dev.slicebench.conformance.faults.Reconnection;
import dev.slicebench.conformance.history.History;
import dev.slicebench.conformance.history.check.CheckResult;
import dev.slicebench.conformance.history.check.Checker;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.Matrix;
import dev.slicebench.conformance.verify.RuleList;
import dev.slicebench.conformance.verify.SoakSitting;
import dev.slicebench.conformance.verify.Verification;
import dev.slicebench.conformance.verify.VerificationFiles;
import dev.slicebench.conformance.verify.VerifyOptions;
import dev.slicebench.conformance.written.LeftoverNotice;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.leftover.LeftoverFile;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.Verifications;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slicebench verify}. */
@Command(
    name = "verify",
    description = {
      "Tells which slice modes keep their promises on a store, and proves it where they do not.",
      "",
      "Every rule of conformance/RULES.md is asked: of the state store by raw Dapr calls, and of the"
          + " event store in each mode. No mode is safe for what the component is called. A broken"
          + " rule comes with a witness that you can check by hand, and with the command that shows it"
          + " again. What was written is deleted, also after Ctrl-C.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench verify --backend redis",
      "      on a Redis that slicebench starts itself, by a daprd of its own",
      "  ./slicebench verify --component components/my-store.yaml --mode CREATE_ONLY",
      "      one mode on your own component, whatever its type",
      "  DAPR_GRPC_PORT=50001 ./slicebench verify --component-name statestore",
      "      on a sidecar that you run: it says first what it will write, and kills nothing",
      "  ./slicebench verify --backend redis --rule 7.27",
      "      one rule, with all calls where it is broken",
      "",
      "Exit status: 0 every mode is safe, or cannot work there at all; 1 a mode is unsafe, or too"
          + " little was seen of it, or it was asked for by name and cannot work there, or there is no"
          + " daprd, so that the store itself was not asked, or documents are left; with --rule, a rule"
          + " is broken, or too little was seen; 2 a wrong command line, or something that failed."
    })
final class VerifyCommand extends HelpfulCommand implements Callable<Integer> {

  /** Where the answers to a few rules are, in a folder of results. */
  private static final String RULES = "rules";

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--mode",
      paramLabel = "M",
      description =
          "A slice mode to verify, one or more of: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<SliceMode> modes = List.of();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "How much is tried: quick (2 minutes of rules a store, and up to 4 where a verdict waits"
              + " for them; what matters most comes first, and what is left out is named), standard"
              + " (ten times as much of races and random choices,"
              + " 30 minutes of rules) or soak (as quick, and then a million appends a mode, under races"
              + " and faults)."
              + " Default: quick.")
  private Thoroughness thoroughness = Thoroughness.QUICK;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = LongDurations.class,
      description =
          "How long this sitting of a soak may take, such as 45m or 2h. A soak that was interrupted, by"
              + " this or whatever else, goes on by the same command where it was. Default: until it is"
              + " done.")
  private @Nullable Duration sittingTime;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides every random choice. Default: a new one, which is printed.")
  private long seed = new SecureRandom().nextLong();

  @Option(
      names = "--check",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Checks histories of earlier verifications again, and asks no store.")
  private List<Path> histories = List.of();

  @Option(
      names = "--rule",
      paramLabel = "R",
      description =
          "A rule to ask, such as 7.27, or a group of rules, such as 7; may be repeated. The answers"
              + " and whole witnesses are printed. Default: all, which alone give verdicts on modes.")
  private List<String> rules = List.of();

  @Option(
      names = "--allow-harm",
      description =
          "On a sidecar that you run, ask also the rules that break connections in the middle of calls"
              + " (6.10, 7.57, and such faults in 6.15). That can leave it failing until it is started"
              + " anew: a daprd over SQLite then refused every later save (\"database is locked\").")
  private boolean allowHarm;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description =
          "Where the results go; those of the same store are replaced. Default: in the checkout's"
              + " results/mine, which git ignores: its folder conformance, soak (with a folder for each"
              + " mode) or rules. What is committed changes by --results results/conformance alone.")
  private @Nullable Path results;

  /** Of a soak: four thousand appends, as the standard profile, by which a witness asks again. */
  private static final int SCALE_OF_A_ROUND = 10;

  private final long startedNanos = System.nanoTime();

  /** How much is tried. */
  enum Thoroughness {
    QUICK(1, 0, Duration.ofMinutes(2)),
    STANDARD(10, 0, Duration.ofMinutes(30)),
    SOAK(1, 1_000_000, Duration.ofMinutes(2));

    private final int scale;
    private final long appendsAMode;
    private final Duration time;

    Thoroughness(int scale, long appendsAMode, Duration time) {
      this.scale = scale;
      this.appendsAMode = appendsAMode;
      this.time = time;
    }
  }

  @Override
  public Integer call() throws IOException {
    int status = 0;
    if (!histories.isEmpty()) {
      for (Path history : histories) {
        status = Math.max(status, check(history));
      }
      return status;
    }
    if (sittingTime != null && thoroughness != Thoroughness.SOAK) {
      throw new ParameterException(
          spec.commandLine(),
          "--for is for a sitting of a soak: give --profile soak, or leave it out");
    }
    List<Rule> asked = chosen();
    List<SliceMode> wanted = modes.isEmpty() ? List.of(SliceMode.values()) : modes;
    SidecarOptions attached = allowHarm ? SidecarOptions.BREAKABLE : SidecarOptions.PLAIN;
    List<Supplier<Sidecar>> sidecars = store.sidecars(SidecarOptions.BREAKABLE, attached);
    for (int i = 0; i < sidecars.size(); i++) {
      String again = store.typed("verify", i) + (allowHarm ? " --allow-harm" : "");
      String clean = store.typed("clean", i);
      if (thoroughness == Thoroughness.SOAK) {
        // What one mode took an hour for must not be lost with the next.
        for (SliceMode mode : wanted) {
          Path folder = Verifications.soak(folder(Verifications.SOAKS), mode);
          Store one = new Store(sidecars.get(i), List.of(mode), asked, folder, again, clean);
          status = Math.max(status, timeLeft().isNegative() ? Slicebench.FINDING : verify(one));
        }
      } else {
        Path folder = folder(rules.isEmpty() ? Verifications.FOLDER : RULES);
        Store one = new Store(sidecars.get(i), wanted, asked, folder, again, clean);
        status = Math.max(status, verify(one));
      }
    }
    return status;
  }

  /** A verification of one store. */
  private record Store(
      Supplier<Sidecar> starting,
      List<SliceMode> modes,
      List<Rule> rules,
      Path folder,
      String again,
      String clean) {}

  private List<Rule> chosen() {
    if (rules.isEmpty()) {
      return Rules.all();
    }
    if (thoroughness == Thoroughness.SOAK) {
      throw new ParameterException(
          spec.commandLine(), "a soak asks rule 6.15 by itself: leave out --rule");
    }
    try {
      return RuleChoice.of(rules);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns how much of this sitting's time is left; negative where it is over. */
  private Duration timeLeft() {
    return sittingTime == null
        ? VerifyOptions.FOR_EVER
        : sittingTime.minusNanos(System.nanoTime() - startedNanos);
  }

  private static Path mine() {
    return ResultFolders.here().mine();
  }

  private Path folder(String usual) {
    return results == null ? mine().resolve(usual) : results;
  }

  private int check(Path history) {
    CheckResult result = Checker.check(History.of(history));
    PrintWriter out = spec.commandLine().getOut();
    out.print(Paragraph.fit(history + ": " + result));
    out.flush();
    return result.verdict() == CheckResult.HistoryVerdict.SOUND ? 0 : Slicebench.FINDING;
  }

  private int verify(Store wanted) throws IOException {
    try (Sidecar sidecar = wanted.starting.get();
        SidecarClient one = new SidecarClient(sidecar.grpcEndpoint());
        SidecarClient other = new SidecarClient(sidecar.grpcEndpoint());
        VerificationFiles files =
            VerificationFiles.open(wanted.folder, sidecar.info().label(), wanted.again);
        SoakSitting soak = sitting(wanted, sidecar.info())) {
      SidecarInfo info = sidecar.info();
      String name = info.component().name();
      List<StateStore> clients =
          List.of(new DaprStateStore(one.dapr(), name), new DaprStateStore(other.dapr(), name));
      Optional<SoakSitting> sitting = Optional.ofNullable(soak);
      Verification verification =
          new Verification(
              sidecar,
              clients,
              new VerifyOptions(
                  wanted.modes,
                  wanted.rules,
                  thoroughness.name().toLowerCase(Locale.ROOT),
                  thoroughness.scale,
                  thoroughness.appendsAMode,
                  SCALE_OF_A_ROUND,
                  sitting.map(SoakSitting::seed).orElse(seed),
                  files.evidence(),
                  thoroughness.time,
                  System::nanoTime));
      LeftoverNotice left =
          new LeftoverNotice(sidecar, LeftoverFile.in(mine(), verification.prefix()), wanted.clean);
      try (verification) {
        announce(info, verification.prefix());
        verification.reconnectBy(Reconnection.of(one.dapr(), other.dapr()));
        verification.whenStopped(found -> tellOfPart(files, sitting, found));
        sitting.ifPresent(verification::sit);
        VerifyProgress progress = new VerifyProgress(Progress.onTerminal(), left::print);
        VerificationReport found = verification.run(progress);
        if (sitting.isPresent() && sitting.get().isBrokenOff()) {
          if (!sitting.get().isBeforeItsRounds()) {
            tell(files, found);
          }
          err(goesOn(sitting.get()));
          return Slicebench.FINDING;
        }
        int status = tell(files, found);
        if (sitting.isPresent() && sitting.get().isOver()) {
          sitting.get().delete();
        } else if (sitting.isPresent()) {
          err(goesOn(sitting.get()));
        }
        return status;
      } finally {
        left.print(verification.leftovers());
      }
    }
  }

  /** Goes on where an earlier sitting was, and says so; null where this is no soak. */
  private @Nullable SoakSitting sitting(Store wanted, SidecarInfo info) throws IOException {
    if (thoroughness != Thoroughness.SOAK) {
      return null;
    }
    SoakSitting sitting =
        SoakSitting.begin(
            wanted.folder,
            info.label(),
            new SoakSitting.Origin(
                Slicebench.VERSION, info.daprVersion(), info.store(), wanted.modes.get(0)),
            seed,
            timeLeft(),
            System::nanoTime);
    if (sitting.isResumed()) {
      boolean isSeedGiven = spec.commandLine().getParseResult().hasMatchedOption("--seed");
      if (isSeedGiven && sitting.seed() != seed) {
        sitting.close();
        throw new ParameterException(
            spec.commandLine(),
            "the soak in %s goes on from seed %d: leave out --seed, or remove the file, and the soak begins anew"
                .formatted(sitting.file(), sitting.seed()));
      }
      err(
          "going on with the soak of %s that %s keeps: %s"
              .formatted(wanted.modes.get(0), sitting.file(), sitting.progress()));
    }
    return sitting;
  }

  private static String goesOn(SoakSitting sitting) {
    return "the soak is not done: %s; the same command goes on, by %s"
        .formatted(sitting.progress(), sitting.file());
  }

  private void err(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.print(Paragraph.fit(text));
    err.flush();
  }

  /** An attached sidecar is somebody else's: it says what it will do there. */
  private void announce(SidecarInfo info, String prefix) {
    if (info.kind() == SidecarKind.ATTACHED) {
      String announcement =
          "verifying state store '%s' (%s %s) of app '%s': writes documents whose keys begin with %s, and deletes them; %s"
              .formatted(
                  info.component().name(),
                  info.component().type(),
                  info.component().version(),
                  info.appId(),
                  prefix,
                  allowHarm
                      ? "breaks its own connections in the middle of calls, which can leave the"
                          + " sidecar failing until it is started anew; kills nothing"
                      : "touches nothing else, breaks nothing and kills nothing");
      err(announcement);
    }
  }

  /** What was found before Ctrl-C; of a soak, it is what one that --for ends would tell. */
  private void tellOfPart(
      VerificationFiles files, Optional<SoakSitting> sitting, VerificationReport found) {
    try (files) {
      print(files, found);
      if (sitting.isPresent() && !sitting.get().isBeforeItsRounds()) {
        files.write(found);
        System.err.println("results: " + files.json());
      } else {
        System.err.println("results, as far as there are any: " + files.writePart(found));
      }
      sitting.ifPresent(one -> System.err.println(goesOn(one)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(VerificationFiles files, VerificationReport found) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(rules.isEmpty() ? Matrix.text(found) : Paragraph.fit(RuleList.text(found, files)));
    out.println();
    out.flush();
  }

  private int tell(VerificationFiles files, VerificationReport found) throws IOException {
    // First, since it must not be lost with a disk that is full.
    print(files, found);
    files.write(found);
    PrintWriter err = spec.commandLine().getErr();
    err.println("results: " + files.json());
    err.flush();
    boolean finding = rules.isEmpty() ? isFinding(found) : !RuleList.isKept(found);
    return finding || store.isStandIn() || !found.notDeleted().isEmpty() ? Slicebench.FINDING : 0;
  }

  private boolean isFinding(VerificationReport report) {
    return report.modes().stream()
        .anyMatch(
            mode ->
                mode.verdict() == Verdict.UNSAFE
                    || mode.verdict() == Verdict.INCONCLUSIVE
                    || (mode.verdict() == Verdict.UNSUPPORTED && modes.contains(mode.mode())));
  }
}
