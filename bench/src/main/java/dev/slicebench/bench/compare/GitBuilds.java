package dev.slicebench.bench.compare;

import dev.slicebench.bench.run.Git;
import dev.slicebench.evidence.Source;
import dev.slicebench.sidecar.process.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Finds or makes the builds that are named on the command line. */
public final class GitBuilds {

  private static final String MAVEN =
      System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";

  private final Path home;
  private final Path cache;
  private final Consumer<String> progress;

  /**
   * For the checkout in {@code home}.
   *
   * @param cache keeps what was built, by commit; need not exist
   * @param progress takes a line before what takes long
   */
  public GitBuilds(Path home, Path cache, Consumer<String> progress) {
    this.home = home;
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * Returns the build of a name: a jar file, or else a branch, tag or commit of the checkout, which
   * is built as {@code ./slicebench} does, outside the checkout, unless that was done before.
   *
   * @throws IOException if it is neither, or the build fails; the message says what to do
   */
  public Build base(String name) throws IOException {
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      return new Build(name, null, file.toAbsolutePath());
    }
    String commit =
        Git.answer(home, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}")
            .orElseThrow(
                () ->
                    new IOException(
                        "'"
                            + name
                            + "' is neither a file nor a commit of "
                            + home
                            + ": give a benchmarks.jar, or a branch, tag or commit"));
    return new Build(name, commit, jar(commit));
  }

  /**
   * Returns the same for the build that might replace the base.
   *
   * @throws IOException also if it is the commit that is checked out and there are changes beside
   *     it, which would be left out
   */
  public Build head(String name) throws IOException {
    Build build = base(name);
    Source checkout = Git.source(home);
    if (build.commit() != null && build.commit().equals(checkout.commit()) && checkout.dirty()) {
      throw new IOException(
          "the checkout has changes that '"
              + name
              + "' does not hold: commit them, or give cli/target/benchmarks.jar");
    }
    return build;
  }

  private Path jar(String commit) throws IOException {
    Path jar = cache.resolve(commit + ".jar");
    if (Files.isRegularFile(jar)) {
      return jar;
    }
    progress.accept("building " + commit + " ...");
    Files.createDirectories(cache);
    Path folder = Files.createTempDirectory(cache, "building-");
    try {
      Path archive = folder.resolve("archive.zip");
      if (Git.answer(home, "archive", "--format=zip", "--output=" + archive, commit).isEmpty()) {
        throw new IOException("git cannot archive " + commit);
      }
      Path sources = folder.resolve("sources");
      unzip(archive, sources);
      build(commit, sources, folder.resolve("build.log"));
      Files.move(
          built(sources), jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return jar;
    } finally {
      Folders.delete(folder);
    }
  }

  /** Commits from before the commands had a module of their own build the jar in another. */
  private static Path built(Path sources) {
    Path jar = Path.of("target", "benchmarks.jar");
    Path today = sources.resolve("cli").resolve(jar);
    return Files.exists(today) ? today : sources.resolve("bench").resolve(jar);
  }

  private static void unzip(Path archive, Path folder) throws IOException {
    try (InputStream bytes = Files.newInputStream(archive);
        ZipInputStream zip = new ZipInputStream(bytes, StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException("the archive names a file outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(folder));
          Files.copy(zip, file);
        }
      }
    }
  }

  private static void build(String commit, Path sources, Path log) throws IOException {
    Process maven;
    try {
      maven =
          new ProcessBuilder(
                  List.of(
                      MAVEN,
                      "-q",
                      "-B",
                      "-f",
                      sources.resolve("pom.xml").toString(),
                      "-pl",
                      Files.exists(sources.resolve("cli")) ? "cli" : "bench",
                      "-am",
                      "package",
                      "-Dmaven.test.skip=true",
                      "-Dspotless.check.skip=true"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("no mvn on the PATH: install Maven 3.8 or newer, or give jars", e);
    }
    try {
      maven.getOutputStream().close();
      if (maven.waitFor() != 0) {
        throw new IOException(
            "the build of "
                + commit
                + " failed ("
                + Files.readAllLines(log).stream()
                    .filter(line -> line.contains("ERROR"))
                    .findFirst()
                    .orElse("no error told")
                    .strip()
                + "): give a jar that was built of it");
      }
    } catch (InterruptedException e) {
      maven.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while building " + commit, e);
    }
  }
}
