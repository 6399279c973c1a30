package dev.slicebench.cli.options;

import static java.util.stream.Collectors.joining;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which sidecar, over which store. */
public final class StoreOptions {

  private static final List<String> ATTACHING = List.of("DAPR_GRPC_ENDPOINT", "DAPR_GRPC_PORT");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--backend",
      paramLabel = "B",
      description =
          "A store that slicebench starts itself, one or more of: ${COMPLETION-CANDIDATES}.",
      converter = BackendNames.class,
      completionCandidates = BackendNames.class)
  private List<Backend.BuiltIn> backends = List.of();

  @Option(
      names = "--sidecar",
      paramLabel = "KIND",
      description =
          "attached (one that you run), native (a daprd of slicebench's own), docker (the images of"
              + " docker-compose.yml) or embedded (no Dapr needed, and none tried).")
  private @Nullable SidecarKind kind;

  @Option(
      names = "--component",
      paramLabel = "FILE",
      description = "Your own Dapr component file, for a daprd of slicebench's own.")
  private @Nullable Path component;

  @ArgGroup(exclusive = false)
  private @Nullable CosmosOptions cosmos;

  @Option(
      names = "--component-name",
      paramLabel = "NAME",
      description = "Which state store of an attached sidecar to use, where it has several.")
  private @Nullable String componentName;

  private boolean standIn;

  /**
   * Starts the sidecars that were asked for, or attaches to one; one a store.
   *
   * @param options how they are to be had
   * @throws ParameterException if the choice contradicts itself
   */
  public List<Supplier<Sidecar>> sidecars(SidecarOptions options) {
    return sidecars(options, options);
  }

  /**
   * As {@link #sidecars(SidecarOptions)}.
   *
   * @param attached how one is to be had that is attached to
   */
  public List<Supplier<Sidecar>> sidecars(SidecarOptions options, SidecarOptions attached) {
    SidecarChoice choice = choice();
    if (choice.kind() == SidecarKind.ATTACHED) {
      return List.of(
          () -> Sidecars.attach(System.getenv(), Optional.ofNullable(componentName), attached));
    }
    choice.backends().forEach(backend -> options.requireFor(choice.kind(), backend));
    standIn = choice.isStandIn(Optional.ofNullable(kind));
    if (standIn) {
      spec.commandLine()
          .getErr()
          .print(
              Paragraph.fit(
                  "no daprd here: slicebench's embedded sidecar stands in, behaving as daprd does"
                      + " over "
                      + choice.backends().stream()
                          .map(Backend::label)
                          .collect(Collectors.joining(" and "))
                      + "; it is not Dapr and no database; './slicebench sidecar install' builds a"
                      + " daprd"));
      spec.commandLine().getErr().flush();
    }
    return choice.backends().stream()
        .<Supplier<Sidecar>>map(backend -> () -> Sidecars.start(choice.kind(), backend, options))
        .toList();
  }

  /**
   * Another command for one of the {@link #sidecars}, as it is typed; no key and no token is in it.
   *
   * @param number of the sidecar, from 0
   */
  public String typed(String command, int number) {
    StringBuilder typed = new StringBuilder();
    List<String> words = new ArrayList<>(List.of("./slicebench", command));
    if (kind != null) {
      words.addAll(List.of("--sidecar", kind.name().toLowerCase(Locale.ROOT)));
    }
    if (!backends.isEmpty()) {
      words.addAll(List.of("--backend", backends.get(number).label()));
    } else if (component != null) {
      words.addAll(List.of("--component", component.toString()));
    } else if (cosmos != null) {
      words.addAll(cosmos.typed());
    } else if (Sidecars.attachable(System.getenv())) {
      ATTACHING.stream()
          .filter(name -> !System.getenv().getOrDefault(name, "").isBlank())
          .forEach(name -> typed.append(name).append('=').append(System.getenv(name)).append(' '));
    }
    if (componentName != null) {
      words.addAll(List.of("--component-name", componentName));
    }
    return typed.append(words.stream().map(StoreOptions::quoted).collect(joining(" "))).toString();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Returns whether the sidecar is one that somebody else runs. */
  public boolean attaches() {
    return choice().kind() == SidecarKind.ATTACHED;
  }

  /** Returns whether the embedded sidecar stands in for the real thing, which nobody wished. */
  public boolean isStandIn() {
    return standIn;
  }

  private SidecarChoice choice() {
    long stores =
        Stream.of(component != null, !backends.isEmpty(), cosmos != null)
            .filter(set -> set)
            .count();
    if (stores > 1) {
      throw usage("--backend, --component and --cosmos-endpoint all name the store: give one");
    }
    List<Backend> wanted = new ArrayList<>(backends);
    if (component != null) {
      if (!Files.isReadable(component) || Files.isDirectory(component)) {
        throw usage("cannot read the component file " + component);
      }
      wanted.add(Backend.ComponentFile.in(System.getenv(), component));
    }
    if (cosmos != null) {
      wanted.add(cosmos.backend(spec.commandLine(), System.getenv()));
    }
    SidecarChoice choice;
    try {
      choice =
          SidecarChoice.of(
              Optional.ofNullable(kind),
              wanted,
              new SidecarChoice.Surroundings(
                  Sidecars.attachable(System.getenv()), Sidecars.daprd().isPresent()));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    if (componentName != null && choice.kind() != SidecarKind.ATTACHED) {
      throw usage(
          "--component-name is for an attached sidecar: set DAPR_GRPC_PORT to its gRPC port, and"
              + " leave out --backend, --component and --cosmos-endpoint");
    }
    return choice;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
