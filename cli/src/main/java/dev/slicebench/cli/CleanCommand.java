package dev.slicebench.cli;

import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.cli.options.StoreOptions;
import dev.slicebench.conformance.written.Eraser;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.leftover.LeftoverFile;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.store.state.DaprStateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slicebench clean}. */
@Command(
    name = "clean",
    description = {
      "Deletes what an earlier run or verification has left in your store.",
      "",
      "What could not be deleted then, or might land later, is in a file that was named at its end."
          + " The file gets shorter as documents are deleted, and goes with the last: after Ctrl-C or a"
          + " failure, give the same command again.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  DAPR_GRPC_PORT=50001 ./slicebench clean results/mine/left/slicebench-verify-67a482f0.json",
      "      in the store of a sidecar that you run",
      "  ./slicebench clean --component components/my-store.yaml results/mine/left/sb-1.json",
      "      in the store of your component file",
      "",
      "Exit status: 0 all is deleted; 1 something is left; 2 a wrong command line, or something that"
          + " failed."
    })
final class CleanCommand extends HelpfulCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(paramLabel = "FILE", arity = "1", description = "What was left.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    LeftoverFile left = LeftoverFile.read(file);
    if (left.sidecar().kind() == SidecarKind.ATTACHED && !Sidecars.attachable(System.getenv())) {
      throw new IOException(
          "%s is about state store '%s' of a sidecar that was %s: set DAPR_GRPC_PORT to its gRPC port"
              .formatted(file, left.sidecar().component().name(), left.sidecar().description()));
    }
    SidecarOptions options =
        store.attaches()
            ? SidecarOptions.PLAIN
            : SidecarOptions.inTheNameOf(left.sidecar().appId()); // It is a part of each key.
    List<Supplier<Sidecar>> sidecars = store.sidecars(options);
    try (Sidecar sidecar = sidecars.get(0).get();
        SidecarClient client = new SidecarClient(sidecar.grpcEndpoint())) {
      SidecarInfo info = sidecar.info();
      requireSame(left.sidecar(), info);
      Eraser eraser = new Eraser(new DaprStateStore(client.dapr(), info.component().name()), false);
      Leftovers rest = eraser.clean(left, file);
      PrintWriter out = spec.commandLine().getOut();
      int deleted = left.leftovers().size() - rest.size();
      out.print(
          Paragraph.fit(
              rest.size() == 0
                  ? "deleted all %,d documents; %s is done with, and gone".formatted(deleted, file)
                  : "deleted %,d documents; %s names %,d that are left: give the same command again"
                      .formatted(deleted, file, rest.size())));
      out.flush();
      return rest.size() == 0 ? 0 : Slicebench.FINDING;
    }
  }

  /** Elsewhere the same keys are other documents. */
  private void requireSame(SidecarInfo wanted, SidecarInfo found) throws IOException {
    if (!words(wanted).equals(words(found))) {
      throw new IOException(
          "%s is about %s, and this is %s: choose that one, and nothing was deleted"
              .formatted(file, words(wanted), words(found)));
    }
  }

  private static String words(SidecarInfo info) {
    return "state store '%s' (%s %s) of app '%s'%s"
        .formatted(
            info.component().name(),
            info.component().type(),
            info.component().version(),
            info.appId(),
            // What stands behind an attached sidecar, it does not tell.
            info.kind() == SidecarKind.ATTACHED ? "" : " on " + info.backend());
  }
}
