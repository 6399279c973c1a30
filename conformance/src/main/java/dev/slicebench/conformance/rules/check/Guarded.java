package dev.slicebench.conformance.rules.check;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.rules.check.DocumentScript.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A document that was written and acknowledged, and a condition by which every other write to it
 * must be refused.
 *
 * @param text what it holds
 */
public record Guarded(Refusal refusal, DocumentScript document, String text, Condition condition) {

  /** The ending of a document beside it that a refused transaction must leave as it is. */
  static final String BESIDE = "-beside";

  private static final int SHOWN = 40;

  /** It must hold what it held. */
  public void mustStay(String when) {
    StateItem item = document.get();
    require(
        DocumentScript.text(item).equals(text),
        "key %s was written as '%s', and %s it %s",
        document.key(),
        shortened(text),
        when,
        shortened(DocumentScript.state(item)));
  }

  /** Writes over it, by itself or in a transaction of two. */
  public void mustRefuse(String forged) {
    mustRefuse(forged, 2, 0);
  }

  /**
   * Writes over it, in a transaction in which one operation of so many must be refused; by itself
   * where that is the refusal. All must stay as it was.
   */
  public void mustRefuse(String forged, int operations, int position) {
    List<Upsert> together = new ArrayList<>();
    for (int i = 0; i < (refusal.isTogether() ? operations : 1); i++) {
      DocumentScript other = document.beside("-with-" + i);
      together.add(
          !refusal.isTogether() || i == position
              ? document.upsert(forged, condition)
              : other.upsert("forged", Condition.absent()));
    }
    DocumentScript beside = document.beside(BESIDE);
    if (operations > 2 && refusal.isTogether()) {
      // As the head goes along with events.
      together.set(
          position == operations - 1 ? 0 : operations - 1,
          beside.upsert("forged", Condition.none()));
    }
    Write write =
        refusal.isTogether()
            ? document.transact(together)
            : document.save(DocumentScript.bytes(forged), condition);
    boolean accepted = DocumentScript.accepted(write);
    String told =
        refusal.words(operations, position) + (accepted ? " was accepted" : " was refused");
    List<String> keys = new ArrayList<>(together.stream().map(Upsert::key).toList());
    Map<String, StateItem> left = keys.size() == 1 ? Map.of() : document.bulkGet(keys);
    for (String key : keys) {
      StateItem item = left.getOrDefault(key, StateItem.absent(key));
      String held = DocumentScript.text(item);
      if (!key.equals(document.key())) {
        require(
            key.equals(beside.key()) ? held.equals("acknowledged") : !item.exists(),
            "%s, for key %s; and key %s, which %s, now %s",
            told,
            document.key(),
            key,
            key.equals(beside.key()) ? "held 'acknowledged'" : "did not exist",
            DocumentScript.state(item));
      }
    }
    StateItem item = document.get();
    require(
        DocumentScript.text(item).equals(text),
        "%s, and key %s, which held '%s', now %s",
        told,
        document.key(),
        shortened(text),
        shortened(DocumentScript.state(item)));
    require(!accepted, "%s, for key %s, and did nothing", told, document.key());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN
        ? text
        : "%s… (%,d characters)".formatted(text.substring(0, SHOWN), text.length());
  }
}
