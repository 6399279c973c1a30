package dev.slicebench.cli.options;

import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.Backend.CosmosContainer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which Cosmos DB, where it is not slicebench's emulator. */
public final class CosmosOptions {

  @Option(
      names = "--cosmos-endpoint",
      required = true,
      paramLabel = "URL",
      description = "A Cosmos DB: your account, or an emulator that you run.")
  private URI endpoint = URI.create("");

  @Option(
      names = "--cosmos-key-env",
      paramLabel = "NAME",
      description =
          "The environment variable that holds its key. Default, on this machine only: the key that"
              + " every emulator has.")
  private @Nullable String keyVariable;

  @Option(
      names = "--cosmos-ca",
      paramLabel = "FILE",
      description = "A PEM file with an emulator's certificate, to be trusted.")
  private @Nullable Path certificate;

  @Option(
      names = "--cosmos-container",
      paramLabel = "DB/NAME",
      description =
          "An existing container, partitioned by /partitionKey; it is not removed. Default: one in a"
              + " database that is made for the run and removed after it.")
  private @Nullable String container;

  /**
   * Returns the backend that was asked for.
   *
   * @throws ParameterException if something is missing; no message repeats a key
   */
  Backend backend(CommandLine command, Map<String, String> environment) {
    if (certificate != null && (Files.isDirectory(certificate) || !Files.isReadable(certificate))) {
      throw new ParameterException(
          command, "--cosmos-ca: cannot read the file " + certificate + ": give a PEM file");
    }
    if (certificate != null && endpoint.getScheme().equals("http")) {
      throw new ParameterException(
          command, "--cosmos-ca: " + endpoint + " has no certificate to check: leave it out");
    }
    return new Backend.CosmosEndpoint(
        endpoint,
        key(command, environment),
        Optional.ofNullable(certificate),
        Optional.ofNullable(container).map(names -> container(command, names)));
  }

  /** Returns these options, as they are typed; without the key. */
  List<String> typed() {
    List<String> words = new ArrayList<>(List.of("--cosmos-endpoint", endpoint.toString()));
    if (keyVariable != null) {
      words.addAll(List.of("--cosmos-key-env", keyVariable));
    }
    if (certificate != null) {
      words.addAll(List.of("--cosmos-ca", certificate.toString()));
    }
    if (container != null) {
      words.addAll(List.of("--cosmos-container", container));
    }
    return words;
  }

  private MasterKey key(CommandLine command, Map<String, String> environment) {
    if (keyVariable == null) {
      if (endpoint.getHost().matches("localhost|127\\.0\\.0\\.1|\\[::1]")) {
        return MasterKey.WELL_KNOWN;
      }
      throw new ParameterException(
          command,
          "--cosmos-endpoint needs --cosmos-key-env, the name of an environment variable that holds"
              + " the account's key");
    }
    String key = environment.getOrDefault(keyVariable, "");
    if (key.isBlank()) {
      throw new ParameterException(
          command,
          "the environment variable " + keyVariable + " is not set: put the account's key into it");
    }
    try {
      return MasterKey.of(key);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, keyVariable + ": " + e.getMessage());
    }
  }

  /** Returns a container's names, as they are typed. */
  public static CosmosContainer container(CommandLine command, String names) {
    String[] parts = names.split("/", -1);
    if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new ParameterException(
          command, "a container is named DATABASE/CONTAINER, not '" + names + "'");
    }
    return new CosmosContainer(parts[0], parts[1]);
  }
}
