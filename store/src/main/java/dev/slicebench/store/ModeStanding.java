package dev.slicebench.store;

/** Whether a slice mode keeps the store's promises on a state store, and why. */
public sealed interface ModeStanding {

  /** Returns the reason in a sentence. */
  String reason();

  /** The mode keeps every promise. */
  record Safe(String reason) implements ModeStanding {}

  /** The mode loses or forges events under contention. */
  record Unsafe(String reason) implements ModeStanding {}

  /** The store lacks something that the mode cannot do without. */
  record Unsupported(String reason) implements ModeStanding {}

  /** The store says it has what the mode needs; nobody has proven it. */
  record Unproven(String reason) implements ModeStanding {}
}
