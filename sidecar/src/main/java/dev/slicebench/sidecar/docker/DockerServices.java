package dev.slicebench.sidecar.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.Volume;
import dev.slicebench.sidecar.docker.ComposeFile.Service;
import dev.slicebench.sidecar.process.ProcessScope;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/**
 * Services of the compose file as containers, for one sidecar: beside any others, with their ports
 * on the loopback. They end with the sidecar's scope.
 */
public final class DockerServices {

  /** The time that an emulator may take to start on a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long HEALTH_CHECK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
  private static final String LOOPBACK = "127.0.0.1";

  /** For others than its owner to read. */
  private static final int FILE_MODE = 0755;

  private final ComposeFile compose = ComposeFile.bundled();
  private final ProcessScope scope;
  private final Map<String, GenericContainer<?>> started = new HashMap<>();
  private final Set<String> volumes = new HashSet<>();
  private final String volumePrefix =
      "slicebench-" + String.format("%08x-", new SecureRandom().nextInt());

  public DockerServices(ProcessScope scope) {
    this.scope = scope;
  }

  /**
   * Starts a service, and before it those that it needs; returns when it is ready, as far as its
   * health check tells.
   *
   * @param hostPorts which port of the machine stands for one of the container; any free one for
   *     the others
   */
  public GenericContainer<?> start(String name, Map<Integer, Integer> hostPorts) {
    GenericContainer<?> running = started.get(name);
    return running == null ? started(name, container(name, hostPorts)) : running;
  }

  /** Returns the image of a service. */
  public String image(String name) {
    return compose.service(name).image();
  }

  /** Returns the image of the service in whose network another is. */
  public String imageOfNetwork(String name) {
    return image(compose.service(name).networkOf().orElse(name));
  }

  private GenericContainer<?> started(String name, GenericContainer<?> container) {
    scope.onClose(container::stop);
    container.start();
    started.put(name, container);
    return container;
  }

  private GenericContainer<?> container(String name, Map<Integer, Integer> hostPorts) {
    Service service = compose.service(name);
    GenericContainer<?> container =
        new GenericContainer<>(service.image())
            .withEnv(service.environment())
            .withExposedPorts(service.ports().toArray(Integer[]::new))
            .withCreateContainerCmdModifier(command -> publish(command, service, hostPorts));
    if (!service.command().isEmpty()) {
      container.withCommand(service.command().toArray(String[]::new));
    }
    if (!service.healthCheck().isEmpty()) {
      container.waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
    }
    if (service.networkOf().isPresent()) {
      String owner = start(service.networkOf().get(), hostPorts).getContainerId();
      container.withNetworkMode("container:" + owner);
    }
    service.mounts().forEach((path, source) -> mount(container, path, source));
    for (String before : service.setup()) {
      started(
          before,
          container(before, hostPorts)
              .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE)));
    }
    return container;
  }

  private void mount(GenericContainer<?> container, String path, String source) {
    if (source.startsWith("./")) {
      String resource = ComposeFile.resource(source);
      container.withCopyFileToContainer(
          MountableFile.forClasspathResource(resource, FILE_MODE), path);
      return;
    }
    String volume = volumePrefix + source;
    if (volumes.add(volume)) {
      scope.onClose(() -> removeVolume(volume));
    }
    container.withCreateContainerCmdModifier(
        command -> hostConfig(command).withBinds(new Bind(volume, new Volume(path))));
  }

  private static void removeVolume(String volume) {
    try {
      DockerClientFactory.lazyClient().removeVolumeCmd(volume).exec();
    } catch (NotFoundException e) {
      // No container came to use it.
    }
  }

  private static void publish(
      CreateContainerCmd command, Service service, Map<Integer, Integer> hostPorts) {
    List<PortBinding> bindings = new ArrayList<>();
    for (int port : service.ports()) {
      Integer wanted = hostPorts.get(port);
      bindings.add(
          new PortBinding(
              wanted == null ? Binding.bindIp(LOOPBACK) : Binding.bindIpAndPort(LOOPBACK, wanted),
              ExposedPort.tcp(port)));
    }
    hostConfig(command).withPortBindings(bindings);
    if (!service.healthCheck().isEmpty()) {
      command.withHealthcheck(
          new HealthCheck().withTest(service.healthCheck()).withInterval(HEALTH_CHECK_INTERVAL_NS));
    }
  }

  private static HostConfig hostConfig(CreateContainerCmd command) {
    return Objects.requireNonNull(command.getHostConfig());
  }
}
