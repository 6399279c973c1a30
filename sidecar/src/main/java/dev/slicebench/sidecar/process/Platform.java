package dev.slicebench.sidecar.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine that this JVM runs on, as far as programs differ by it. */
public enum Platform {
  /** Linux with glibc. */
  LINUX,
  /** Linux with musl, as Alpine is. */
  ALPINE,
  /** macOS. */
  MAC,
  /** Windows. */
  WINDOWS;

  private static final Platform HERE = detect();

  private static Platform detect() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (os.contains("windows")) {
      return WINDOWS;
    }
    if (os.contains("mac")) {
      return MAC;
    }
    return Files.exists(Path.of("/etc/alpine-release")) ? ALPINE : LINUX;
  }

  /** Returns this machine's. */
  public static Platform here() {
    return HERE;
  }

  /** Returns whether this machine runs Windows. */
  public static boolean isWindows() {
    return HERE == WINDOWS;
  }

  /** Returns the processor: {@code amd64}, {@code arm64}, {@code 386}, or what Java calls it. */
  public static String processor() {
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (processor) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      default -> processor;
    };
  }
}
