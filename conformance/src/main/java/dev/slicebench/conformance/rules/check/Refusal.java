package dev.slicebench.conformance.rules.check;

import dev.slicebench.conformance.rules.check.DocumentScript.Told;
import dev.slicebench.conformance.rules.check.DocumentScript.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import java.util.Optional;

/** The ways of refusing a write that modes rely on: for which condition, and where. */
public enum Refusal {
  /** Of a create-only write by itself. */
  CREATE_ALONE,
  /** Of a write with an old etag by itself. */
  ETAG_ALONE,
  /** Of a transaction, for a create-only write in it. */
  CREATE_TOGETHER,
  /** Of a transaction, for a write with an old etag in it. */
  ETAG_TOGETHER;

  /** Returns whether it is of a transaction. */
  public boolean isTogether() {
    return this == CREATE_TOGETHER || this == ETAG_TOGETHER;
  }

  private boolean isForEtag() {
    return this == ETAG_ALONE || this == ETAG_TOGETHER;
  }

  /** Returns the refused write in words, where one operation of so many decides. */
  String words(int operations, int position) {
    String write = isForEtag() ? "a write with an old etag" : "a create-only write";
    return isTogether()
        ? "a transaction of %d operations, number %d %s"
            .formatted(operations, position + 1, write.replaceFirst("a ", "of them a "))
        : write;
  }

  /**
   * Writes {@code text} under a key that nothing was written under yet.
   *
   * @return empty where a write was not acknowledged, such as one that is too large
   */
  public Optional<Guarded> guard(DocumentScript document, String text) {
    Condition condition = Condition.absent();
    if (isForEtag()) {
      if (write(document, "zeroth", condition).told() != Told.ACCEPTED) {
        return Optional.empty();
      }
      StateItem zeroth = document.get();
      if (!zeroth.exists()) {
        throw new BrokenRuleException(
            "key %s was created, and does not exist".formatted(document.key()));
      }
      condition = Condition.unchanged(zeroth);
    }
    if (write(document, text, condition).told() != Told.ACCEPTED) {
      return Optional.empty();
    }
    DocumentScript beside = document.beside(Guarded.BESIDE);
    boolean isWhole =
        !isTogether() || beside.save("acknowledged", Condition.none()).told() == Told.ACCEPTED;
    return isWhole ? Optional.of(new Guarded(this, document, text, condition)) : Optional.empty();
  }

  private Write write(DocumentScript document, String text, Condition condition) {
    return isTogether()
        ? document.transact(document.upsert(text, condition))
        : document.save(text, condition);
  }
}
