package dev.slicebench.store.interleaving;

/** What the scheduler lets happen next. */
sealed interface Step {

  /** Whether something goes wrong by it. */
  default boolean isFault() {
    return this instanceof LoseAnswer || this instanceof Die;
  }

  /** A process's call is carried out and answered. */
  record CarryOut(int process, int call) implements Step {}

  /** A process's call loses its answer. A write is carried out at any later time, or never. */
  record LoseAnswer(int process, int call) implements Step {}

  /** A process dies. What it was writing is carried out at any later time, or never. */
  record Die(int process) implements Step {}

  /** A call that nobody waits for any more is carried out. */
  record Land(int late) implements Step {}
}
