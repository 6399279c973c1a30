package dev.slicebench.store.interleaving;

import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A clause of a mode's code and what stands there where it is left out.
 *
 * @param what the clause, in words
 * @param subject the mode that needs it
 * @param source the source file, below the store's sources
 * @param original the code that has the clause; blanks are as good as line breaks
 * @param planted the code without it
 * @param expected the promise that breaks
 */
record Omission(
    String what,
    Subject subject,
    String source,
    String original,
    String planted,
    Anomaly.Kind expected) {

  private static final Path SOURCES =
      Path.of(System.getProperty("basedir", ""), "src/main/java/dev/slicebench/store");

  /**
   * Compiles the store's code with the clause left out, and runs the search over it.
   *
   * @param folder where the compiled classes may lie
   * @return the anomaly's kind and message, or why there is none
   */
  String hunt(Path folder) throws IOException, ReflectiveOperationException {
    return hunt(folder, Hunt.class.getName(), subject.name());
  }

  /**
   * As {@link #hunt(Path)}, with a hunt of another kind.
   *
   * @param hunter the name of a function from text to text
   * @param game what it is given
   */
  String hunt(Path folder, String hunter, String game)
      throws IOException, ReflectiveOperationException {
    compile(folder);
    try (StoreLoader loader = new StoreLoader(folder)) {
      Class<?> hunt = loader.loadClass(hunter);
      @SuppressWarnings("unchecked") // Both sides know a JDK type only.
      UnaryOperator<String> search =
          (UnaryOperator<String>) hunt.getDeclaredConstructor().newInstance();
      return search.apply(game);
    }
  }

  private void compile(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-proc:none",
            "-nowarn",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    if (!compiler.getTask(null, null, null, options, null, List.of(plantedSource())).call()) {
      throw new AssertionError("the planted code does not compile");
    }
  }

  private JavaFileObject plantedSource() throws IOException {
    String text = Files.readString(SOURCES.resolve(source));
    String pattern =
        Arrays.stream(original.strip().split("\\s+"))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (matcher.results().count() != 1) {
      throw new AssertionError(source + " does not have exactly one: " + original);
    }
    String mutated = matcher.replaceFirst(Matcher.quoteReplacement(planted));
    return new SimpleJavaFileObject(URI.create("string:///" + source), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return mutated;
      }
    };
  }

  @Override
  public String toString() {
    return subject + " without " + what;
  }

  /** Loads the store and its tests anew, the planted classes first; all else is shared. */
  private static final class StoreLoader extends URLClassLoader {

    StoreLoader(Path planted) throws IOException {
      super(
          new URL[] {
            planted.toUri().toURL(), locationOf(SliceMode.class), locationOf(Omission.class)
          },
          Omission.class.getClassLoader());
    }

    private static URL locationOf(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.slicebench.store.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
