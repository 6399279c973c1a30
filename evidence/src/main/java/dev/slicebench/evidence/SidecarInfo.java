package dev.slicebench.evidence;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a sidecar is.
 *
 * @param kind where it comes from
 * @param daprVersion the daprd version it reports; for an embedded one, whose behaviour it mimics
 * @param appId the app id, which prefixes every key
 * @param component the state store component to be used
 * @param backend what stands behind it in words, with its version, such as {@code Redis 6.2.11}
 * @param description one line on how it came to be, for headers and logs
 */
public record SidecarInfo(
    SidecarKind kind,
    String daprVersion,
    String appId,
    Component component,
    String backend,
    String description) {

  private static final Pattern FINGERPRINT = Pattern.compile(" \\([0-9a-f]{6}\\)$");

  /** How {@link #backend} begins for an Azure account; its host follows. */
  public static final String AZURE = "Azure Cosmos DB at ";

  /** How {@link #backend} begins for an emulator that its user runs; its host follows. */
  public static final String EMULATOR = "a Cosmos DB emulator at ";

  /**
   * Returns a short name for files and tables: the component's type and version. An embedded
   * sidecar's has a prefix, an attached one's also the component's name, that of a component file
   * the file's and its fingerprint, that of a Cosmos DB which its user named the host, so that none
   * of them takes the place of the same component here.
   */
  public String label() {
    String type = component.type().replaceFirst("^state\\.", "");
    String store = type + "-" + component.version();
    String label =
        switch (kind) {
          case EMBEDDED -> "embedded-" + store;
          case ATTACHED -> "attached-" + store + "-" + component.name();
          case NATIVE, DOCKER ->
              ofComponentFile()
                  .or(this::cosmosHost)
                  .map(users -> store + "-" + users)
                  .orElse(store);
        };
    return label.replaceAll("[^A-Za-z0-9.-]+", "-").replaceFirst("-$", "");
  }

  /** What tells stores apart: runs by sidecars of the same store may be set side by side. */
  public record Store(SidecarKind kind, String backend, String type, String version) {}

  /** Returns the store behind this sidecar. */
  public Store store() {
    return new Store(kind, backend, component.type(), component.version());
  }

  /** Returns the name of the component file whose store it is; empty where there is none. */
  public Optional<String> componentFile() {
    return ofComponentFile().map(named -> FINGERPRINT.matcher(named).replaceFirst(""));
  }

  /** With the fingerprint of what the file says behind its name; older results have none. */
  private Optional<String> ofComponentFile() {
    String start = component.type() + " " + component.version() + " of ";
    return kind != SidecarKind.ATTACHED && backend.startsWith(start)
        ? Optional.of(backend.substring(start.length()))
        : Optional.empty();
  }

  /**
   * Returns the host of the Cosmos DB that its user named; empty where slicebench started it, or a
   * component file names it.
   */
  public Optional<String> cosmosHost() {
    return Stream.of(AZURE, EMULATOR)
        .filter(backend::startsWith)
        .map(start -> backend.substring(start.length()))
        .findFirst();
  }

  /**
   * A state store component as daprd's metadata lists it.
   *
   * @param name the name that calls use
   * @param type the component type, such as {@code state.redis}
   * @param version the component version, such as {@code v1}
   * @param capabilities the features it declares, such as {@code TRANSACTIONAL}
   */
  public record Component(String name, String type, String version, Set<String> capabilities) {}
}
