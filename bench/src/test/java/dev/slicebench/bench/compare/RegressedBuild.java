package dev.slicebench.bench.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Builds of the benchmarks with a regression planted: jars that hold a changed copy of the event
 * store, before everything else that is on a class path. Production code knows nothing of it.
 */
final class RegressedBuild {

  private static final String APPEND =
      "documents -> store.protocol().append(documents, expected, batch)";
  private static final String LOAD = "documents -> store.protocol().load(documents, options)";
  private static final Path SOURCE =
      Path.of("store", "src", "main", "java", "dev", "slicebench", "store", "DaprEventStore.java");

  private final Path folder;
  private final List<Path> classPath;

  /**
   * In a folder.
   *
   * @param classPath what the builds are without the regression
   */
  RegressedBuild(Path folder, List<Path> classPath) {
    this.folder = folder;
    this.classPath = classPath;
  }

  /** The class path of this JVM. */
  static List<Path> ownClassPath() {
    return Stream.of(
            System.getProperty("java.class.path").split(System.getProperty("path.separator")))
        .map(Path::of)
        .toList();
  }

  /** Nothing is planted. */
  Path nothing() throws IOException {
    return jar("honest", List.of());
  }

  /** After each append and each load, the thread spins for a share of what that took. */
  Path slower(int percent) throws IOException {
    String spin =
        "{ long until = System.nanoTime() + (System.nanoTime() - began) * "
            + percent
            + " / 100; while (System.nanoTime() < until) { Thread.onSpinWait(); } }";
    String append =
        APPEND.replace("-> ", "-> { long began = System.nanoTime(); return ")
            + (".doOnSuccess(done -> " + spin + "); }");
    String load =
        LOAD.replace("-> ", "-> { long began = System.nanoTime(); return ")
            + (".doOnComplete(() -> " + spin + "); }");
    return planted("slower-" + percent, append, load);
  }

  /** Before each append, a document is read that nobody needs. */
  Path extraCall() throws IOException {
    return planted(
        "extra-call",
        APPEND.replace(
                "-> ", "-> state.get(\"planted\", java.util.Map.of()).then(Mono.defer(() -> ")
            + "))",
        LOAD);
  }

  private Path planted(String name, String append, String load) throws IOException {
    String honest = Files.readString(source());
    if (!honest.contains(APPEND) || !honest.contains(LOAD)) {
      throw new IOException("the event store has changed: plant anew");
    }
    Path changed = folder.resolve(name).resolve("DaprEventStore.java");
    Files.createDirectories(folder.resolve(name));
    Files.writeString(changed, honest.replace(APPEND, append).replace(LOAD, load));
    Path classes = folder.resolve(name).resolve("classes");
    compile(changed, classes);
    try (Stream<Path> files = Files.walk(classes)) {
      return jar(name, files.filter(Files::isRegularFile).toList());
    }
  }

  /** Tests run in the module's folder, the experiment in the checkout's. */
  private static Path source() {
    return Files.exists(SOURCE) ? SOURCE : Path.of("..").resolve(SOURCE);
  }

  private void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of(
                    "-nowarn",
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    classPath.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(System.getProperty("path.separator")))),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
            .call();
    if (!compiled) {
      throw new IOException(errors.toString());
    }
  }

  private Path jar(String name, List<Path> classes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    List<String> rest = new ArrayList<>();
    classPath.forEach(entry -> rest.add(entry.toUri().toString()));
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", rest));
    Path jar = folder.resolve(name + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file, manifest)) {
      for (Path one : classes) {
        Path root = folder.resolve(name).resolve("classes");
        entries.putNextEntry(new ZipEntry(root.relativize(one).toString().replace('\\', '/')));
        Files.copy(one, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }
}
