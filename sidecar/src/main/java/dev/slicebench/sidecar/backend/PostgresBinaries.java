package dev.slicebench.sidecar.backend;

import dev.slicebench.sidecar.process.ProcessScope;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked for this JVM. */
final class PostgresBinaries {

  private static final int EXECUTABLE = 0100;

  private static @Nullable Path unpacked;

  private PostgresBinaries() {}

  /** Returns the folder of the programs; unpacked once a JVM, and removed with it. */
  static synchronized Path folder() throws IOException {
    Path folder = unpacked;
    if (folder == null) {
      ProcessScope scope = ProcessScope.shared();
      folder = scope.folder().resolve("postgresql");
      Path target = folder;
      try {
        ServerArtifact.postgresql()
            .orElseThrow(() -> new IOException("none is published for this machine"))
            .read(System.getenv(), packed -> unpack(packed, target));
      } catch (IOException e) {
        scope.close();
        throw e;
      }
      unpacked = folder;
    }
    return folder.resolve("bin");
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
