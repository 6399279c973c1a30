package dev.slicebench.cli;

import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.cli.options.StoreOptions;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.migration.MigrationResult;
import dev.slicebench.store.migration.StreamMigration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slicebench migrate}. */
@Command(
    name = "migrate",
    description = {
      "Moves streams to CREATE_ONLY from any other mode, or back.",
      "",
      "Each stream's writers are refused, its events are copied and held against the stream, and"
          + " then it lives in the new mode: ids, names, data and versions as they were. A move that"
          + " broke off is resumed by the same command; until then the stream can be read in the"
          + " old mode. Streams by Dapr.EventStore are moved as well; it cannot read them afterwards.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  DAPR_GRPC_PORT=50001 ./slicebench migrate --from OFF --to CREATE_ONLY --stream order-17 --dry-run",
      "      says what would be done, and writes nothing",
      "  DAPR_GRPC_PORT=50001 ./slicebench migrate --from OFF --to CREATE_ONLY --streams streams.txt",
      "      the streams of a file, one a line; '-' reads standard input",
      "  ./slicebench migrate --component components/my-store.yaml --app-id orders --from TWO_PHASED"
          + " --to CREATE_ONLY --stream order-17",
      "      through a daprd of its own, in the name of the app whose streams they are",
      "",
      "Exit status: 0 all well; 1 a stream was not moved; 2 a wrong command line, or something that"
          + " failed."
    })
final class MigrateCommand extends HelpfulCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "M",
      description = "The mode that the streams are in, one of: ${COMPLETION-CANDIDATES}.")
  private SliceMode from = SliceMode.OFF;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "M",
      description = "The mode that they go to. One of the two is CREATE_ONLY.")
  private SliceMode to = SliceMode.CREATE_ONLY;

  @Option(names = "--stream", paramLabel = "NAME", description = "A stream; one or more.")
  private List<String> streams = List.of();

  @Option(
      names = "--streams",
      paramLabel = "FILE",
      description = "A file with the names of streams, one a line; '-' is standard input.")
  private @Nullable Path file;

  @Option(
      names = "--dry-run",
      description = "Read what is to be moved, say what would be done, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--delete-old",
      description =
          "Delete the documents of the old mode after the switch. Default: they stay, so that loads"
              + " under way still find them; the same command with this option deletes them later."
              + " OFF's are emptied instead, and CREATE_ONLY's stay: they refuse late writers.")
  private boolean deleteOld;

  @Option(
      names = "--allow-unsafe",
      description = "Move to a mode that loses events on this store too.")
  private boolean allowUnsafe;

  @Option(
      names = "--app-id",
      paramLabel = "ID",
      description =
          "The app whose streams they are, where slicebench starts the daprd; Dapr keeps each app's"
              + " apart. An attached sidecar has one already.")
  private @Nullable String appId;

  @Mixin private StoreOptions store = new StoreOptions();

  @Override
  public Integer call() throws IOException {
    try {
      StreamMigration.requireWay(from, to);
    } catch (InvalidRequestException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    Set<String> names = names();
    List<Supplier<Sidecar>> sidecars = store.sidecars(options());
    if (sidecars.size() > 1) {
      throw usage("give one store: streams are moved within it");
    }
    try (Sidecar sidecar = sidecars.get(0).get();
        SidecarClient client = new SidecarClient(sidecar.grpcEndpoint())) {
      return move(sidecar.info(), migration(client, sidecar.info()), names);
    }
  }

  private SidecarOptions options() {
    boolean attaches = store.attaches();
    if (attaches && appId != null) {
      throw usage(
          "--app-id is for a daprd that slicebench starts: an attached sidecar has its own");
    }
    if (!attaches && appId == null) {
      throw usage(
          "whose streams? Set DAPR_GRPC_PORT to the gRPC port of their app's sidecar, or give --app-id"
              + " and --component for a daprd of slicebench's own");
    }
    return appId == null ? SidecarOptions.PLAIN : SidecarOptions.inTheNameOf(appId);
  }

  private Set<String> names() throws IOException {
    List<String> names = new ArrayList<>(streams);
    if (file != null) {
      lines(file).filter(line -> !line.isEmpty()).forEach(names::add);
    }
    if (names.isEmpty()) {
      throw usage("name the streams: --stream NAME, or --streams FILE with one a line");
    }
    return new LinkedHashSet<>(names);
  }

  private Stream<String> lines(Path file) throws IOException {
    boolean isStandardInput = file.toString().equals("-");
    byte[] bytes = isStandardInput ? System.in.readAllBytes() : Files.readAllBytes(file);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().lines();
    } catch (CharacterCodingException e) {
      throw usage(
          (isStandardInput ? "standard input" : file)
              + " is no text in UTF-8: give the name of a stream in each line");
    }
  }

  private StreamMigration migration(SidecarClient client, SidecarInfo info) {
    StreamMigration.Builder builder =
        StreamMigration.builder(client.dapr(), info.component().name(), from, to);
    if (deleteOld) {
      builder.deleteOld();
    }
    if (allowUnsafe) {
      builder.allowUnsafe();
    }
    return builder.build();
  }

  private int move(SidecarInfo info, StreamMigration migration, Set<String> names) {
    announce(info, migration, names.size());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int status = 0;
    for (String name : names) {
      try {
        out.println(
            print(
                Objects.requireNonNull(
                    (dryRun ? migration.look(name) : migration.move(name)).block())));
        out.flush();
      } catch (EventStoreException e) {
        err.println("slicebench: " + e.getMessage());
        err.flush();
        status = Slicebench.FINDING;
      }
    }
    return status;
  }

  private void announce(SidecarInfo info, StreamMigration migration, int streams) {
    PrintWriter err = spec.commandLine().getErr();
    String announcement =
        "%s %d %s from %s to %s in state store '%s' (%s %s) of app '%s'"
            .formatted(
                dryRun ? "looking at" : "moving",
                streams,
                streams == 1 ? "stream" : "streams",
                from,
                to,
                info.component().name(),
                info.component().type(),
                info.component().version(),
                info.appId());
    err.print(Paragraph.fit(announcement));
    if (!Boolean.TRUE.equals(migration.refusesWriters().block())) {
      err.print(
          Paragraph.fit(
              "on this store transactions do not hold, so writers of OFF cannot be refused: stop"
                  + " them all before you move a stream"));
    }
    err.flush();
  }

  private String print(MigrationResult result) {
    String events = result.version() == 1 ? "1 event" : result.version() + " events";
    return result.stream()
        + ": "
        + switch (result.state()) {
          case MOVED -> "moved, " + events;
          case MOVED_BEFORE -> "was moved before, at version " + result.version();
          case TO_MOVE -> events + " to move";
          case BEGUN -> "a move was begun and broke off: " + events + " to move";
        };
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
