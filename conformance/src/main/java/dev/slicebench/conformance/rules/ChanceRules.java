package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Concurrently;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.DocumentScript.Told;
import dev.slicebench.conformance.rules.check.Refusal;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Store probes, 7.36 to 7.39 and 7.58 to 7.60: promises that a store may break once in a while,
 * asked many times over. No two clients meet at a document.
 */
final class ChanceRules {

  private static final int CLIENTS = 4;
  private static final int ROUNDS = 10;

  private ChanceRules() {}

  /** Of a transaction: an event, one more, and the head. */
  private static final int OPERATIONS = 3;

  /** Does once what shows a fault, the {@code number}th time; returns whether it did. */
  @FunctionalInterface
  private interface Round {
    boolean of(DocumentScript document, DocumentScript other, int number);
  }

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE);
    Declaration transactions = group.with(Capability.TRANSACTIONS);
    return List.of(
        refusals(
            transactions,
            "7.36",
            "Each time a transaction has a create-only write of an existing key, it MUST be refused"
                + " whole.",
            Refusal.CREATE_TOGETHER),
        refusals(
            transactions,
            "7.37",
            "Each time a transaction has an old etag, it MUST be refused whole.",
            Refusal.ETAG_TOGETHER),
        transactions.stochastic(
            "7.38",
            "Each transaction that was accepted MUST be read whole at once by another client.",
            "An event without its head, or a head without its event, breaks a stream.",
            context -> repeated(context, "transactions", ChanceRules::readsWhole)),
        group.stochastic(
            "7.39",
            "Each document that was deleted MUST be read as absent at once by another client, alone"
                + " and in bulk.",
            "A lost slice that is seen again stands in the way of the next.",
            context -> repeated(context, "deletes", ChanceRules::readsAbsent)),
        group.stochastic(
            "7.58",
            "Each write that was accepted MUST be read at once by another client, alone and in bulk.",
            "Who saves and reloads by another replica must see what was saved.",
            context -> repeated(context, "writes", ChanceRules::reads)),
        refusals(
            group,
            "7.59",
            "Each time a create-only write finds its key existing, it MUST be refused.",
            Refusal.CREATE_ALONE),
        refusals(
            group,
            "7.60",
            "Each time a write has an old etag, it MUST be refused.",
            Refusal.ETAG_ALONE));
  }

  private static Rule refusals(Declaration group, String id, String text, Refusal refusal) {
    return group.stochastic(
        id,
        text,
        "One refusal forgotten in a thousand is an event lost.",
        context ->
            repeated(
                context,
                "refusals",
                (document, other, number) ->
                    refusal
                        .guard(document, "first")
                        .map(
                            guarded -> {
                              // What stands before it is kept, or what stands behind it.
                              guarded.mustRefuse("second", OPERATIONS, number % OPERATIONS);
                              return true;
                            })
                        .orElse(false)));
  }

  private static RuleVerdict repeated(RuleContext context, String what, Round round)
      throws Exception {
    DocumentScript partition = DocumentScript.of(context);
    AtomicInteger seen = new AtomicInteger();
    Concurrently.run(
        CLIENTS,
        client -> {
          for (int i = 0; i < ROUNDS * context.scale(); i++) {
            DocumentScript document =
                partition.by(context.subject().state()).beside("-%d-%d".formatted(client, i));
            if (round.of(document, document.by(context.subject().state()), i)) {
              seen.incrementAndGet();
            }
          }
        });
    return seen.get() == 0
        ? RuleVerdict.inconclusive("no write was acknowledged")
        : RuleVerdict.pass("%,d %s".formatted(seen.get(), what));
  }

  private static boolean reads(DocumentScript document, DocumentScript other, int number) {
    if (document.save("first", Condition.absent()).told() != Told.ACCEPTED) {
      return false;
    }
    for (StateItem item : List.of(other.inBulk(), other.get())) {
      require(
          DocumentScript.text(item).equals("first"),
          "key %s was written as 'first', and for another client it %s",
          document.key(),
          DocumentScript.state(item));
    }
    return true;
  }

  private static boolean readsAbsent(DocumentScript document, DocumentScript other, int number) {
    if (document.save("first", Condition.absent()).told() != Told.ACCEPTED
        || document.delete(Condition.unchanged(document.get())).told() != Told.ACCEPTED) {
      return false;
    }
    for (StateItem item : List.of(other.inBulk(), other.get())) {
      require(
          !item.exists(),
          "key %s was deleted, and for another client it %s",
          document.key(),
          DocumentScript.state(item));
    }
    return true;
  }

  private static boolean readsWhole(DocumentScript document, DocumentScript other, int number) {
    DocumentScript head = document.beside("-head");
    if (document
            .transact(
                document.upsert("first", Condition.absent()),
                head.upsert("first", Condition.none()))
            .told()
        != Told.ACCEPTED) {
      return false;
    }
    List<String> keys = List.of(document.key(), head.key());
    Map<String, StateItem> items = other.bulkGet(keys);
    for (String key : keys) {
      StateItem item = items.getOrDefault(key, StateItem.absent(key));
      require(
          DocumentScript.text(item).equals("first"),
          "key %s was written as 'first' in an accepted transaction, and for another client it %s",
          key,
          DocumentScript.state(item));
    }
    return true;
  }
}
