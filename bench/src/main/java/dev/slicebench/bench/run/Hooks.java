package dev.slicebench.bench.run;

/** Shutdown hooks that are no longer needed. */
final class Hooks {

  private Hooks() {}

  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, and does no harm.
    }
  }
}
