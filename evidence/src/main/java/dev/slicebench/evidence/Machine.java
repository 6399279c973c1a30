package dev.slicebench.evidence;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine and the JVM that a run was measured on. */
public record Machine(int cpus, String cpuModel, long memoryBytes, String os, String jvm) {

  private static final double GIB = 1L << 30;

  private static final Path CPUS = Path.of("/proc/cpuinfo");

  /** Returns this one. */
  public static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        cpu(),
        system.getTotalMemorySize(),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        property("java.vm.name") + " " + property("java.runtime.version"));
  }

  /**
   * Returns whether figures of both may be set side by side: as many processors of the same model,
   * as much memory and the same kind of system. The build of the kernel and the JVM may differ.
   */
  public boolean isLike(Machine other) {
    return label().equals(other.label());
  }

  /** Returns its kind in a few words. */
  public String label() {
    String[] system = os.split(" ", -1);
    return String.format(
        Locale.ROOT,
        "%d x %s, %.0f GiB, %s %s",
        cpus,
        cpuModel,
        memoryBytes / GIB,
        system[0],
        system[system.length - 1]);
  }

  private static String cpu() {
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(property("os.arch"));
    } catch (IOException e) {
      return property("os.arch");
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
