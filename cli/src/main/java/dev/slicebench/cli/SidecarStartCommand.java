package dev.slicebench.cli;

import dev.slicebench.cli.options.BackendNames;
import dev.slicebench.cli.options.PortNumbers;
import dev.slicebench.cli.options.SidecarChoice;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slicebench sidecar start}. */
@Command(
    name = "start",
    description = {
      "Starts a sidecar with its backend, says how to attach to it, and keeps it running until Ctrl-C.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench sidecar start --backend redis",
      "  ./slicebench sidecar start --backend sqlite --port 50001",
      "  ./slicebench sidecar start --backend redis --sidecar embedded"
    })
final class SidecarStartCommand extends HelpfulCommand implements Callable<Integer> {

  private static final long LOOK_SECONDS = 1;

  @Option(
      names = "--backend",
      required = true,
      paramLabel = "B",
      description = "What stands behind it, one of: ${COMPLETION-CANDIDATES}.",
      converter = BackendNames.class,
      completionCandidates = BackendNames.class)
  private Backend.BuiltIn backend = Backend.BuiltIn.EMBEDDED_STRICT;

  @Option(
      names = "--sidecar",
      paramLabel = "KIND",
      description =
          "native (a real daprd), docker (the images of docker-compose.yml) or embedded"
              + " (slicebench's own, which is not Dapr). Default: native where there is a daprd.")
  private @Nullable SidecarKind kind;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of its gRPC API. Default: one that is free.",
      converter = PortNumbers.class)
  private @Nullable Integer port;

  @Override
  public Integer call() throws InterruptedException {
    if (kind == SidecarKind.ATTACHED) {
      throw new ParameterException(
          spec.commandLine(),
          "an attached sidecar is one that you start: say native, docker or embedded");
    }
    SidecarKind choice =
        SidecarChoice.of(
                Optional.ofNullable(kind),
                List.of(backend),
                new SidecarChoice.Surroundings(false, Sidecars.daprd().isPresent()))
            .kind();
    try (Sidecar sidecar =
        port == null
            ? Sidecars.start(choice, backend)
            : Sidecars.start(choice, backend, SidecarOptions.onPort(port))) {
      tell(sidecar);
      while (sidecar.failure().isEmpty()) {
        TimeUnit.SECONDS.sleep(LOOK_SECONDS);
      }
      throw new SidecarException(sidecar.failure().orElse("the sidecar has ended"), null);
    }
  }

  private void tell(Sidecar sidecar) {
    String address = sidecar.grpcAddress();
    PrintWriter out = spec.commandLine().getOut();
    out.println(sidecar.info().description());
    out.println("store: " + sidecar.info().component().name() + ", " + sidecar.info().backend());
    out.println();
    out.println("In another terminal:");
    out.println("  export DAPR_GRPC_PORT=" + address.substring(address.lastIndexOf(':') + 1));
    out.println("  ./slicebench run --component-name " + sidecar.info().component().name());
    out.println();
    out.println("Ctrl-C ends it.");
    out.flush();
  }
}
