package dev.slicebench.conformance.planted;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One thing that a planted store does wrong.
 *
 * @param name by which it is chosen
 * @param words what is wrong, for the table
 * @param effect what the store does
 * @param when where it does so
 * @param oneIn of so many opportunities, it takes one
 * @param millis a time that the effect needs
 * @param change of a key, a value or an etag, as the effect needs it; one character a byte
 * @param excuse why it breaks no promise; empty where it breaks one
 */
record Fault(
    String name,
    String words,
    Effect effect,
    Predicate<Moment> when,
    int oneIn,
    int millis,
    UnaryOperator<String> change,
    String excuse) {

  /** What a store can do wrong. */
  enum Effect {
    /** Nothing. */
    NONE,
    /** Accepts a create-only write where there is a document. */
    IGNORES_CREATE_ONLY,
    /** Accepts an etag that is not the document's. */
    IGNORES_ETAG,
    /** Refuses a write that has no condition, or one that holds. */
    REFUSES,
    /** Checks conditions, lets others go on for a time, and writes without another look. */
    CHECKS_APART,
    /** Of a refused transaction, carries out what stands before the refused operation. */
    KEEPS_BEFORE,
    /** Of a refused transaction, carries out what stands behind the refused operation. */
    KEEPS_BEHIND,
    /** Carries out a refused transaction after a time, where its conditions then hold. */
    CARRIES_OUT_LATER,
    /** Tells a refused write as done. */
    TELLS_REFUSED_AS_DONE,
    /** Tells a write that was carried out as refused. */
    TELLS_DONE_AS_REFUSED,
    /** Carries out the first half of a transaction, and tells it as done. */
    TEARS,
    /** Carries out nothing, and tells it as done. */
    LOSES,
    /** Carries out an accepted write once more after a time, whatever is there. */
    WRITES_AGAIN,
    /** Shows a transaction operation by operation. */
    SHOWS_IN_PART,
    /** Keeps a document that it was asked to delete. */
    KEEPS_DELETED,
    /** Brings a deleted document back after a time, where its key is free. */
    BRINGS_BACK,
    /** Shows what there was some time ago. */
    READS_OLD,
    /** Shows a document as absent. */
    READS_NOTHING,
    /** Shows a key's document under another key of the same bulk get. */
    READS_NEIGHBOUR,
    /** Gives what a query finds in the order in which it was written. */
    IGNORES_ORDER,
    /** Drops a document. */
    DROPS,
    /** Drops the oldest document. */
    DROPS_OLDEST,
    /** Loses the writes of the last time before daprd starts again. */
    LOSES_AT_RESTART,
    /** Changes a value as it is written. */
    CHANGES_VALUE,
    /** Takes one key for another. */
    CHANGES_KEY,
    /** Gives an etag that is a changed counter of the writes of the key. */
    CHANGES_ETAG,
    /** Gives a document that is overwritten with an equal value the etag it had. */
    KEEPS_ETAG
  }

  /** Nothing is wrong. */
  static final Fault NONE = new Fault("none", "nothing", Effect.NONE);

  Fault(String name, String words, Effect effect) {
    this(name, words, effect, moment -> true, 1, 0, UnaryOperator.identity(), "");
  }

  /** Returns the fault where {@code condition} holds only. */
  Fault when(Predicate<Moment> condition) {
    return new Fault(name, words, effect, condition, oneIn, millis, change, excuse);
  }

  /** Returns the fault at one of {@code number} opportunities, which chance chooses. */
  Fault oneIn(int number) {
    return new Fault(name, words, effect, when, number, millis, change, excuse);
  }

  /** Returns the fault with a time. */
  Fault millis(int time) {
    return new Fault(name, words, effect, when, oneIn, time, change, excuse);
  }

  /** Returns the fault with a change. */
  Fault change(UnaryOperator<String> changed) {
    return new Fault(name, words, effect, when, oneIn, millis, changed, excuse);
  }

  /** Returns the fault as one that breaks no promise, so that no rule may accuse it. */
  Fault excused(String reason) {
    return new Fault(name, words, effect, when, oneIn, millis, change, reason);
  }

  /** Returns whether it breaks no promise. */
  boolean isExcused() {
    return !excuse.isEmpty();
  }

  @Override
  public String toString() {
    return name;
  }
}
