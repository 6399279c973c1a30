package dev.slicebench.bench.cli;

import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.bench.report.Verifications;
import dev.slicebench.bench.run.Progress;
import dev.slicebench.conformance.history.CheckResult;
import dev.slicebench.conformance.history.Checker;
import dev.slicebench.conformance.history.History;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.verify.Matrix;
import dev.slicebench.conformance.verify.Verification;
import dev.slicebench.conformance.verify.VerificationFiles;
import dev.slicebench.conformance.verify.VerificationReport;
import dev.slicebench.conformance.verify.VerificationReport.Standing;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.sidecar.SidecarKind;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicebench verify}. */
@Command(
    name = "verify",
    description = {
      "Tells which slice modes keep their promises on a store, and proves it where they do not.",
      "",
      "Every rule of conformance/RULES.md is asked: of the state store by raw Dapr calls, and of the"
          + " event store in each mode. No verdict rests on what the component is called. A broken"
          + " rule comes with a witness that you can check by hand. What was written is deleted, also"
          + " after Ctrl-C.",
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
      "",
      "Exit status: 0 every mode is safe, or cannot work there at all; 1 a mode is unsafe, or too"
          + " little was seen of it, or it was asked for by name and cannot work there, or there is no"
          + " daprd, so that the store itself was not asked; 2 a wrong command line, or something that"
          + " failed."
    })
final class VerifyCommand extends HelpfulCommand implements Callable<Integer> {

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
          "How much is tried: quick (at most 2 minutes a store), standard (ten times as much of races"
              + " and random choices) or soak (a million appends a mode, under races and faults)."
              + " Default: quick.")
  private Thoroughness thoroughness = Thoroughness.QUICK;

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
      names = "--results",
      paramLabel = "DIR",
      description =
          "Where the results go. Default: results/conformance in the checkout, results/soak for the"
              + " profile soak, with a folder for each mode.")
  private @Nullable Path results;

  /** How much is tried. */
  enum Thoroughness {
    QUICK(1, 0),
    STANDARD(10, 0),
    SOAK(10, 1_000_000);

    private final int scale;
    private final long appendsAMode;

    Thoroughness(int scale, long appendsAMode) {
      this.scale = scale;
      this.appendsAMode = appendsAMode;
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
    List<SliceMode> wanted = modes.isEmpty() ? List.of(SliceMode.values()) : modes;
    for (Supplier<Sidecar> starting : store.sidecars(SidecarOptions.BREAKABLE)) {
      if (thoroughness == Thoroughness.SOAK) {
        // What one mode took an hour for must not be lost with the next.
        for (SliceMode mode : wanted) {
          Path folder = Verifications.soak(folder(Verifications.SOAKS), mode);
          status = Math.max(status, verify(starting, List.of(mode), folder));
        }
      } else {
        status = Math.max(status, verify(starting, wanted, folder(Verifications.FOLDER)));
      }
    }
    return status;
  }

  private Path folder(String usual) {
    return results == null ? Slicebench.home().resolve("results").resolve(usual) : results;
  }

  private int check(Path history) {
    CheckResult result = Checker.check(History.of(history));
    PrintWriter out = spec.commandLine().getOut();
    out.println(history + ": " + result);
    out.flush();
    return result.verdict() == CheckResult.Verdict.SOUND ? 0 : Slicebench.FINDING;
  }

  private int verify(Supplier<Sidecar> starting, List<SliceMode> wanted, Path folder)
      throws IOException {
    VerificationFiles files = new VerificationFiles(folder);
    try (Sidecar sidecar = starting.get();
        SidecarClient one = new SidecarClient(sidecar.grpcEndpoint());
        SidecarClient other = new SidecarClient(sidecar.grpcEndpoint())) {
      SidecarInfo info = sidecar.info();
      String name = info.component().name();
      List<StateStore> clients =
          List.of(new DaprStateStore(one.dapr(), name), new DaprStateStore(other.dapr(), name));
      Verification.Order order =
          new Verification.Order(
              wanted,
              Rules.all(),
              thoroughness.name().toLowerCase(Locale.ROOT),
              thoroughness.scale,
              thoroughness.appendsAMode,
              seed,
              files.evidence(info.label()));
      files.clear(info.label());
      try (Verification verification = new Verification(sidecar, clients, order)) {
        announce(info, verification.prefix());
        return tell(files, verification.carryOut(new VerifyProgress(Progress.onTerminal())));
      }
    }
  }

  /** An attached sidecar is somebody else's: it says what it will do there. */
  private void announce(SidecarInfo info, String prefix) {
    if (info.kind() == SidecarKind.ATTACHED) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "verifying state store '%s' (%s %s) of app '%s': writes documents whose keys begin with"
              + " %s, and deletes them, and cuts connections of its own; nothing else is touched, and"
              + " nothing is killed%n",
          info.component().name(),
          info.component().type(),
          info.component().version(),
          info.appId(),
          prefix);
      err.flush();
    }
  }

  private int tell(VerificationFiles files, VerificationReport found) throws IOException {
    VerificationReport report = files.write(found);
    PrintWriter out = spec.commandLine().getOut();
    out.print(Matrix.text(report));
    out.println();
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.println("results: " + files.folder().resolve(report.store() + ".json"));
    err.flush();
    boolean finding =
        report.modes().stream()
            .anyMatch(
                mode ->
                    mode.standing() == Standing.UNSAFE
                        || mode.standing() == Standing.INCONCLUSIVE
                        || (mode.standing() == Standing.UNSUPPORTED
                            && modes.contains(mode.mode())));
    return finding || store.isStandIn() || !report.notDeleted().isEmpty() ? Slicebench.FINDING : 0;
  }
}
